import type { paths } from '#lib/api/schema.d.ts'

type Decisions = paths['/review/decisions']['post']['requestBody']['content']['application/json']
type ReasonTemplate = NonNullable<Decisions['template']>

// The compiler asks for each that the API knows.
const inOrder: Record<ReasonTemplate, true> = {
  incomplete: true,
  not_verifiable: true,
  duplicate: true,
  out_of_scope: true,
  advertising: true,
  private_data: true,
}

/** Ready-made reasons; their authors read them in their own language. */
export const reasonTemplates = Object.keys(inOrder) as ReasonTemplate[]

export const toReason = (value: unknown): ReasonTemplate | undefined =>
  reasonTemplates.find((template) => template === value)
