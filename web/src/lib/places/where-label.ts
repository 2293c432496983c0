import type { Configuration } from '#lib/api/types.ts'

/** What a place is asked for by; postal codes only where they are known. */
export const whereLabel = (configuration: Pick<Configuration, 'hasPostalCodes'> | undefined) =>
  configuration?.hasPostalCodes ? 'submit.where.label.code' : 'submit.where.label'
