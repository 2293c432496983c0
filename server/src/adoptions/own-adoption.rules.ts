import type { Adoption, PracticeDocument } from '../practices/practice-document.schema.ts'

type Named = Adoption & { actor: string }

/** The document, saying that an actor took the practice up; what it said of this actor before is replaced. */
export function withAdoption(document: PracticeDocument, adoption: Named): PracticeDocument {
  const { actor } = adoption
  const isNamed = document.actors.some(({ slug }) => slug === actor)
  return {
    ...document,
    actors: isNamed ? document.actors : [...document.actors, { slug: actor, role: 'practises' }],
    adoptions: [...document.adoptions.filter((each) => each.actor !== actor), adoption],
  }
}

/** The document, no longer saying that an actor took the practice up or practises it. */
export function withoutAdoption(document: PracticeDocument, actor: string): PracticeDocument {
  return {
    ...document,
    actors: document.actors.filter(({ slug, role }) => slug !== actor || role !== 'practises'),
    adoptions: document.adoptions.filter((each) => each.actor !== actor),
  }
}
