import { type Faults, hasTwice, textFaults } from '../http/document.rules.ts'
import type { ActorDocument } from './actor-document.schema.ts'

/** What the schema cannot say of a document: what does not go together in it. */
export function actorFaults(document: ActorDocument): Faults {
  const { location, links, identifiers, images, suggestedThemes, suggestedSkills } = document
  const label = (each: { label: string; language: string }) => `${each.language} ${each.label}`
  return {
    ...textFaults(document.texts),
    ...(location.point && !isOnEarth(location.point) && { location: 'is not on the earth' }),
    ...(location.point && (location.precision === null || location.precision === 'country')
      ? { location: 'has a point and does not say how exact it is' }
      : {}),
    ...(hasTwice(links, ({ kind, url }) => `${kind} ${url}`) && { links: 'has a link twice' }),
    ...(hasTwice(identifiers, ({ scheme, value }) => JSON.stringify([scheme, value])) && {
      identifiers: 'has an identifier twice',
    }),
    ...(hasTwice(images, ({ key }) => key) && { images: 'has an image twice' }),
    ...(hasTwice(suggestedThemes, label) && { suggestedThemes: 'has a word twice' }),
    ...(hasTwice(suggestedSkills, label) && { suggestedSkills: 'has a word twice' }),
  }
}

const isOnEarth = ([lng, lat]: readonly number[]) =>
  Math.abs(lng ?? 181) <= 180 && Math.abs(lat ?? 91) <= 90
