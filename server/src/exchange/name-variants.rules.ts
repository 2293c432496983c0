/** What a name may or may not end with: directories differ in whether they write it. */
const LEGAL_FORMS = [
  'Limited',
  'Ltd',
  'CIC',
  'plc',
  'LLP',
  'e.V.',
  'eG',
  'GmbH',
  'asbl',
  'ASBL',
  'vzw',
  'S.r.l.',
  'S.p.A.',
  'Kft.',
  'Zrt.',
  'S.A.',
  'SAS',
  'SARL',
  'B.V.',
  'ry',
  'ETS',
  'APS',
]
const ENDING = new RegExp(
  `[\\s,]+(?:${LEGAL_FORMS.map((form) => form.replaceAll('.', '\\.?\\s?')).join('|')})\\.?$`,
  'i',
)
const COMMON = ['Limited', 'Ltd']

/** The name as it is written, then without its legal form, then with those that are often left away. */
export function nameVariants(name: string): string[] {
  const bare = name.replace(ENDING, '').trim()
  return [...new Set([name, bare || name, ...COMMON.map((form) => `${bare || name} ${form}`)])]
}
