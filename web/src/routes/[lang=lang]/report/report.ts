export const features = ['actors', 'practices', 'collaborations'] as const
export type RecordFeature = (typeof features)[number]

export const reportKinds = [
  'wrong',
  'outdated',
  'suggestion',
  'duplicate',
  'closed',
  'privacy',
  'abuse',
] as const
export type ReportKind = (typeof reportKinds)[number]

export const isFeature = (value: string): value is RecordFeature =>
  features.some((feature) => feature === value)

export const isKind = (value: string): value is ReportKind =>
  reportKinds.some((kind) => kind === value)
