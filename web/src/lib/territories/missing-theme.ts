import type { Twins } from '#lib/api/types.ts'

/** A theme that somebody has in the most similar territory that has any which nobody has here. */
export function missingTheme({ items }: Pick<Twins, 'items'>) {
  for (const { territory, missing } of items) {
    const theme = missing.find(({ kind }) => kind === 'theme')
    if (theme) return { slug: theme.slug, territory }
  }
  return null
}
