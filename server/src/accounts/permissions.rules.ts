/** Who someone is, in general and towards the record in question. Later ones do not include earlier ones. */
export const roles = ['visitor', 'person', 'editor', 'owner', 'moderator', 'administrator'] as const
export type Role = (typeof roles)[number]

const everyone = roles
const signedIn = ['person', 'editor', 'owner', 'moderator', 'administrator'] as const
const ofTheRecord = ['editor', 'owner', 'moderator', 'administrator'] as const
const ownersOfTheRecord = ['owner', 'moderator', 'administrator'] as const
const moderating = ['moderator', 'administrator'] as const

/**
 * What can be done, and who may: the one source of permissions. Every route that writes, or reads what is not public,
 * names its operation; the application refuses to start otherwise.
 */
export const permissions = {
  'session.start': everyone,
  'session.read': everyone,
  'account.read': signedIn,
  'account.write': signedIn,
  'draft.write': everyone,
  'image.upload': everyone,
  'image.read': everyone,
  'report.send': everyone,
  'document.read': ofTheRecord,
  'document.write': ofTheRecord,
  'adoption.write': signedIn,
  'record.confirm': ofTheRecord,
  'record.erase': ownersOfTheRecord,
  'history.read': everyone,
  'history.restore': ofTheRecord,
  'editors.read': ofTheRecord,
  'editors.write': ownersOfTheRecord,
  'editors.leave': ['editor', 'owner'],
  'invitation.read': everyone,
  'invitation.accept': signedIn,
  'claim.send': signedIn,
  'tie.answer': ['editor', 'owner', 'moderator', 'administrator'],
  'contact.draft': everyone,
  'contact.write': signedIn,
  'contact.read': signedIn,
  'contact.pause': ofTheRecord,
  'freshness.answer': everyone,
  'territoryReport.keep': everyone,
  'review.read': moderating,
  'review.decide': moderating,
  'merge.write': moderating,
  'vocabulary.write': moderating,
  // Answers on one’s own machine only: see mail.routes.ts.
  'mail.try': everyone,
  'instance.write': ['administrator'],
} as const satisfies Record<string, readonly Role[]>

export type Operation = keyof typeof permissions

/** Whether any of these roles may do it. */
export function mayDo(operation: Operation, has: ReadonlySet<Role>): boolean {
  return permissions[operation].some((role) => has.has(role))
}
