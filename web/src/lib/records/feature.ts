export const features = ['actors', 'practices', 'collaborations'] as const

/** What people write records of; the name of their lists too. */
export type Feature = (typeof features)[number]

export const isFeature = (value: string): value is Feature =>
  features.some((feature) => feature === value)
