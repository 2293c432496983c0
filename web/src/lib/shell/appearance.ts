export const appearances = ['system', 'light', 'dark'] as const

export type Appearance = (typeof appearances)[number]

export const APPEARANCE_COOKIE = 'appearance'

export function toAppearance(text: unknown): Appearance {
  return appearances.find((appearance) => appearance === text) ?? 'system'
}
