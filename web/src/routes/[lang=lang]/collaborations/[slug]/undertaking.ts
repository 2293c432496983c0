import type { Collaboration } from '#lib/api/types.ts'

/** A collaboration in the words of schema.org: a project, a network of organisations, or an event. */
export function undertaking(collaboration: Collaboration) {
  const { participations, coordinator } = collaboration
  const organisations = participations.map(({ actor }) => ({
    '@type': 'Organization',
    name: actor.name,
  }))
  const common = {
    name: collaboration.title,
    description: collaboration.summary?.text,
    url: collaboration.website ?? undefined,
  }

  if (collaboration.kind === 'event') {
    return {
      ...common,
      '@type': 'Event',
      startDate: collaboration.start ?? undefined,
      endDate: collaboration.end ?? undefined,
      contributor: organisations,
    }
  }
  return {
    ...common,
    '@type': collaboration.kind === 'project' ? 'Project' : 'Organization',
    identifier: collaboration.reference ?? undefined,
    foundingDate: collaboration.start ?? undefined,
    dissolutionDate: collaboration.end ?? undefined,
    parentOrganization: coordinator
      ? { '@type': 'Organization', name: coordinator.name }
      : undefined,
    member: organisations,
  }
}
