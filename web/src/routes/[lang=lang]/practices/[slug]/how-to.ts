import type { Practice } from '#lib/api/types.ts'

/** A practice in the words of schema.org. */
export function howTo(practice: Practice) {
  return {
    '@type': 'HowTo',
    name: practice.title,
    description: practice.summary?.text,
    inLanguage: practice.language,
    about: practice.themes.map(({ label }) => label),
    teaches: practice.skills.map(({ label }) => label),
    license: practice.licence ?? practice.source.licence,
    supply: practice.resources.map(({ text: name }) => ({ '@type': 'HowToSupply', name })),
    step: practice.steps.map(({ title, text }, index) => ({
      '@type': 'HowToStep',
      position: index + 1,
      name: title.text,
      text: text?.text ?? title.text,
    })),
    contributor: practice.practitioners.map(({ name }) => ({ '@type': 'Organization', name })),
  }
}
