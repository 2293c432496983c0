import type { FeatureReport, Finding } from './import-file.ts'

const SHOWN = 10

/** The report as lines for people; the first is the one to quote. */
export function describeReport(report: FeatureReport, dryRun: boolean): string[] {
  const { feature, created, updated, unchanged, rejected, rows, seconds, findings, found } = report
  const counts = `created ${String(created)}, updated ${String(updated)}, unchanged ${String(unchanged)}, rejected ${String(rejected)}`
  const speed = seconds > 0 ? ` (${String(Math.round(rows / seconds))} rows/s)` : ''
  const lines = [
    `${feature}: ${counts}${speed}${dryRun ? ' – a dry run, nothing was changed' : ''}`,
  ]
  if (report.repeated > 0) lines.push(`  ${String(report.repeated)} rows repeat an earlier one`)
  if (report.matched > 0) {
    lines.push(`  ${String(report.matched)} were here already from elsewhere and were not doubled`)
  }
  for (const outcome of ['rejected', 'kept', 'left out'] as const) {
    const count = found[outcome]
    if (count === 0) continue
    const listed = findings.filter((finding) => finding.outcome === outcome)
    lines.push(`  ${titles[outcome]}: ${String(count)}`)
    for (const finding of listed.slice(0, SHOWN)) lines.push(`    ${describeFinding(finding)}`)
    if (count > SHOWN) {
      const has = count > listed.length ? `the first ${String(listed.length)}` : 'all'
      lines.push(`    … and ${String(count - SHOWN)} more; --report FILE has ${has}`)
    }
  }
  return lines
}

const titles = {
  rejected: 'rejected rows',
  kept: 'fields kept as they are here',
  'left out': 'values left out',
}

function describeFinding({ line, name, field, value, reason }: Finding): string {
  const where = `line ${String(line)}${name === '' ? '' : `, ${shorten(name)}`}`
  return `${where}: ${field}${value === '' ? '' : ` “${shorten(value)}”`} ${reason}`
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text)

/** The findings as CSV. */
export function reportCsv(reports: readonly FeatureReport[]): string {
  const rows = reports.flatMap(({ feature, findings }) =>
    findings.map((one) =>
      [feature, one.outcome, String(one.line), one.name, one.field, one.value, one.reason]
        .map(quote)
        .join(','),
    ),
  )
  return ['feature,outcome,line,name,field,value,reason', ...rows, ''].join('\r\n')
}

function quote(cell: string): string {
  // A spreadsheet would run what begins like a formula.
  const safe = /^[=+@\t\r-]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
