import type { Actor } from '#lib/api/types.ts'

const types: Record<string, string> = {
  university: 'CollegeOrUniversity',
  public_institution: 'GovernmentOrganization',
  company: 'Corporation',
  association: 'NGO',
  foundation: 'NGO',
}

/** An actor in the words of schema.org. */
export function organisation(actor: Actor) {
  const { location, address, place } = actor
  return {
    '@type': types[actor.kind] ?? 'Organization',
    name: actor.name,
    alternateName: actor.shortName ?? undefined,
    description: actor.description?.text ?? actor.summary?.text,
    url: actor.website ?? undefined,
    foundingDate: actor.foundedYear ? String(actor.foundedYear) : undefined,
    knowsLanguage: actor.languages,
    knowsAbout: actor.themes.map(({ label }) => label),
    address: {
      '@type': 'PostalAddress',
      streetAddress: address?.street ?? undefined,
      postalCode: address?.postalCode ?? undefined,
      addressLocality: address?.town ?? place.town ?? undefined,
      addressRegion: address?.region ?? place.region ?? undefined,
      addressCountry: address?.country ?? place.country ?? undefined,
    },
    location: location && {
      '@type': 'Place',
      geo: {
        '@type': 'GeoCoordinates',
        longitude: location.coordinates[0],
        latitude: location.coordinates[1],
      },
    },
    sameAs: actor.links.map(({ url }) => url),
  }
}
