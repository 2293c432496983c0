import type { Configuration, GazetteerPlace, Whereabouts } from '#lib/api/types.ts'
import type { FormImage } from '#lib/images/form-images.ts'
import type { FoundRecord } from '#lib/records/find-records.ts'
import type { Feature } from '#lib/records/feature.ts'
import type { differences, Document, Names, Values } from './documents.ts'

export interface Concept {
  slug: string
  label: string
}

/** What the page of editing shows of a record. */
export interface EditorData {
  feature: Feature
  slug: string
  mayErase: boolean
  isRejected: boolean
  version: number
  document: Document
  names: Names
  formerOriginals: { field: string; language: string; text: string }[]
  waiting: { reference: string; changedFields: string[]; createdAt: string }[]
  themes: Concept[]
  skills: Concept[]
  configuration: Configuration
  saved: string | null
  waitsAs: string | null
}

/** What it shows after a form was sent and nothing was saved. */
export interface Unsaved {
  section: string
  values: Values
  code?: string
  /** What is wrong, by control. */
  fields?: Record<string, string>
  /** The version there is, where someone else was faster, and what differs from it. */
  version?: number
  conflict?: ReturnType<typeof differences>
  /** What was found for the words of an address, and for those of a town. */
  whereabouts?: Whereabouts[]
  places?: GazetteerPlace[]
  choices?: Record<string, FoundRecord[]>
  images?: FormImage[] | undefined
}
