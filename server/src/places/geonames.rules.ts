/** One populated place of a GeoNames dump. */
export interface GeonamesPlace {
  id: number
  name: string
  /** Other ways of writing the name, in Latin script. */
  otherNames: string[]
  lat: number
  lng: number
  countryCode: string
  admin1Code: string
  population: number
}

export const DUMP_COLUMNS = 19

/** Historical, abandoned and destroyed places; sections of towns stay, people say that they are from there. */
const GONE = new Set(['PPLH', 'PPLQ', 'PPLW', 'PPLCH'])

const LATIN = /^[\p{Script=Latin}\p{M}\p{P}\p{Zs}0-9]+$/u
/** Airports and UN/LOCODEs stand among the names. */
const CODE = /^[A-Z]{2,5}$/

/** Reads a line of a dump in GeoNames’ own order of columns; nothing if it is no populated place of today. */
export function readPlace(line: string): GeonamesPlace | undefined {
  const cells = line.split('\t')
  const [id = '', name = '', ascii = '', others = '', lat = '', lng = '', featureClass, code = ''] =
    cells
  if (featureClass !== 'P' || GONE.has(code)) return undefined
  const countryCode = cells[8] ?? ''
  const names = others.split(',').filter((other) => LATIN.test(other) && !CODE.test(other))
  return {
    id: Number(id),
    name: withCommas(name, countryCode),
    otherNames: [...new Set([ascii, ...names])].filter((other) => other !== '' && other !== name),
    lat: Number(lat),
    lng: Number(lng),
    countryCode,
    admin1Code: cells[10] ?? '',
    population: Number(cells[14]) || 0,
  }
}

const COMMAS: Record<string, string> = { ş: 'ș', Ş: 'Ș', ţ: 'ț', Ţ: 'Ț' }

/** GeoNames writes many Romanian names with cedillas, as keyboards once did; the letters have commas below. */
export const withCommas = (name: string, countryCode: string): string =>
  countryCode === 'RO' || countryCode === 'MD'
    ? name.replace(/[şŞţŢ]/g, (letter) => COMMAS[letter] ?? letter)
    : name

/** Code and name of a first-level division, if the line is one. */
export function readDivision(line: string): { code: string; name: string } | undefined {
  const cells = line.split('\t')
  if (cells[6] !== 'A' || cells[7] !== 'ADM1') return undefined
  return { code: `${cells[8] ?? ''}.${cells[10] ?? ''}`, name: cells[1] ?? '' }
}

export interface PostalPlace {
  countryCode: string
  code: string
  name: string
  region: string | null
  lat: number
  lng: number
}

export const POSTAL_COLUMNS = 12

/** Reads a line of GeoNames’ postal codes. */
export function readPostal(line: string): PostalPlace | undefined {
  const [countryCode = '', code = '', name = '', region = '', , , , , , lat = '', lng = ''] =
    line.split('\t')
  if (!/^[A-Z]{2}$/.test(countryCode) || code === '' || name === '' || lat === '') return undefined
  return {
    countryCode,
    code,
    name: withCommas(name, countryCode),
    region: region || null,
    lat: Number(lat),
    lng: Number(lng),
  }
}

/** The countries of Europe in the widest sense: members of the Council of Europe, their neighbours and islands. */
export const EUROPE = new Set(
  (
    'AD AL AM AT AX AZ BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GR HR HU IE IM IS IT JE LI LT LU LV ' +
    'MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM TR UA VA XK'
  ).split(' '),
)
