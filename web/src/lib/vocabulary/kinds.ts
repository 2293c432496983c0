/** The closed lists of the API that forms offer, in the order in which people look for them. */
export const actorKinds = [
  ...(['association', 'cooperative', 'social_enterprise', 'informal_group', 'network'] as const),
  ...(['public_institution', 'foundation', 'university', 'cultural_venue'] as const),
  ...(['company', 'other'] as const),
]
export const scopes = ['local', 'regional', 'national', 'international'] as const
export const offerKinds = [
  ...(['skill', 'space', 'equipment', 'training', 'funding_experience', 'network'] as const),
  'partner' as const,
]
export const collaborationKinds = [
  ...(['project', 'network', 'event', 'place_sharing', 'partnership'] as const),
]
export const participationRoles = [
  ...(['partner', 'coordinator', 'member', 'host', 'associate'] as const),
]
export const practitionerRoles = ['originates', 'practises', 'transmits'] as const
export const linkKinds = ['website', 'article', 'result', 'video'] as const
