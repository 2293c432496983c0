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

export const isKind = (value: string): value is ReportKind =>
  reportKinds.some((kind) => kind === value)
