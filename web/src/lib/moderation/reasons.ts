/** Ready-made reasons; their authors read them in their own language. */
export const reasonTemplates = [
  'incomplete',
  'not_verifiable',
  'duplicate',
  'out_of_scope',
  'advertising',
  'private_data',
] as const
export type ReasonTemplate = (typeof reasonTemplates)[number]

export const toReason = (value: unknown): ReasonTemplate | undefined =>
  reasonTemplates.find((template) => template === value)
