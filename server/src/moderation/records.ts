import type { Executor } from '@maillage/db'
import {
  createActor,
  readActorDocument,
  writeActorDocument,
} from '../actors/actor-document.queries.ts'
import { actorFaults } from '../actors/actor-document.rules.ts'
import type { ActorDocument } from '../actors/actor-document.schema.ts'
import {
  createCollaboration,
  readCollaborationDocument,
  writeCollaborationDocument,
} from '../collaborations/collaboration-document.queries.ts'
import { collaborationFaults } from '../collaborations/collaboration-document.rules.ts'
import type { CollaborationDocument } from '../collaborations/collaboration-document.schema.ts'
import type { RecordFeature } from '../accounts/roles.queries.ts'
import type { Faults } from '../http/document.rules.ts'
import {
  createPractice,
  readPracticeDocument,
  writePracticeDocument,
} from '../practices/practice-document.queries.ts'
import { practiceFaults } from '../practices/practice-document.rules.ts'
import type { PracticeDocument } from '../practices/practice-document.schema.ts'

/** What is written of a record, by feature. */
export interface Documents {
  actors: ActorDocument
  practices: PracticeDocument
  collaborations: CollaborationDocument
}

interface Author {
  accountId?: number | null
  /** Leaves out what is no longer there, for documents of the past. */
  forgive?: boolean
}

interface NewRecord {
  status: 'published' | 'pending'
  sourceId: number
  now: Date
  accountId: number | null
}

interface RecordKind<Document> {
  read: (db: Executor, id: number) => Promise<Document>
  write: (tx: Executor, id: number, document: Document, author: Author) => Promise<void>
  create: (
    tx: Executor,
    document: Document,
    record: NewRecord,
  ) => Promise<{ id: number; slug: string }>
  faults: (document: Document) => Faults
}

/** How the documents of each feature are read and written. */
export const recordKinds: { [Feature in RecordFeature]: RecordKind<Documents[Feature]> } = {
  actors: {
    read: readActorDocument,
    write: writeActorDocument,
    create: createActor,
    faults: actorFaults,
  },
  practices: {
    read: readPracticeDocument,
    write: writePracticeDocument,
    create: createPractice,
    faults: practiceFaults,
  },
  collaborations: {
    read: readCollaborationDocument,
    write: writeCollaborationDocument,
    create: createCollaboration,
    faults: collaborationFaults,
  },
}
