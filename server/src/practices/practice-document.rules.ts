import {
  allFaults,
  type Faults,
  hasTwice,
  periodFaults,
  textFaults,
  translationFaults,
} from '../http/document.rules.ts'
import type { PracticeDocument } from './practice-document.schema.ts'

/** What the schema cannot say of a document: what does not go together in it. */
export function practiceFaults(document: PracticeDocument): Faults {
  const { language, texts, roles, resources, steps, actors, adoptions, images, suggestedSkills } =
    document
  const { title, ...rest } = texts
  const translations = [
    ...[...roles, ...resources].map((part) => ({ field: 'roles', written: part.translations })),
    ...steps.flatMap((step) => [
      { field: 'steps', written: step.translations.title },
      { field: 'steps', written: step.translations.text },
    ]),
    { field: 'texts.title', written: title },
  ]
  return {
    ...textFaults(rest),
    ...allFaults(
      translations.map(({ field, written }) => translationFaults(field, written, language)),
    ),
    ...(steps.some((step) => step.text === null && step.translations.text.length > 0) && {
      steps: 'has a translation of a text that is not there',
    }),
    ...(hasTwice(actors, ({ slug, role }) => `${slug} ${role}`) && {
      actors: 'has an actor twice in a role',
    }),
    ...allFaults(adoptions.map(({ start, end }) => periodFaults('adoptions', start, end))),
    ...(adoptions.some(({ actor, from }) => actor !== null && actor === from) && {
      adoptions: 'has an actor that took it up from itself',
    }),
    ...(hasTwice(
      adoptions.filter(({ actor }) => actor !== null),
      ({ actor, start }) => `${actor ?? ''} ${start ?? ''}`,
    ) && { adoptions: 'has an actor twice at the same date' }),
    ...(hasTwice(images, ({ key }) => key) && { images: 'has an image twice' }),
    ...(hasTwice(suggestedSkills, (each) => `${each.language} ${each.label}`) && {
      suggestedSkills: 'has a word twice',
    }),
  }
}
