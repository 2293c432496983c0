import type { Actor } from '#lib/api/types.ts'

/** When somebody last said that an entry is true: whoever wrote it here did so by that. */
export const confirmedAt = ({ lastConfirmedAt, imported, createdAt }: Actor): string | null =>
  lastConfirmedAt ?? (imported ? null : createdAt)
