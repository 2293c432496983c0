import {
  allFaults,
  type Faults,
  hasTwice,
  periodFaults,
  textFaults,
  translationFaults,
} from '../http/document.rules.ts'
import type { CollaborationDocument } from './collaboration-document.schema.ts'

/** What the schema cannot say of a document: what does not go together in it. */
export function collaborationFaults(document: CollaborationDocument): Faults {
  const { language, texts, start, end, links, participants } = document
  return {
    ...textFaults({ summary: texts.summary }),
    ...translationFaults('texts.title', texts.title, language),
    ...periodFaults('start', start, end),
    ...allFaults(participants.map((each) => periodFaults('participants', each.start, each.end))),
    ...(hasTwice(links, ({ url }) => url) && { links: 'has a link twice' }),
    ...(hasTwice(participants, ({ slug, role }) => `${slug} ${role}`) && {
      participants: 'has an actor twice in a role',
    }),
  }
}
