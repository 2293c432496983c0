import { fold } from '../http/fold.ts'
import { readPair } from './clean.rules.ts'
import { featureFields, requiredFields, type Feature } from './features.ts'
import { readLanguage } from './languages.rules.ts'
import type { CellSource, Mapping } from './mapping.schema.ts'
import type { Row } from './rows.rules.ts'

/** What columns are commonly called, in the languages of the interface and German and Spanish; folded. */
const HEADERS: Record<string, string> = {
  id: 'id|identifier|key|uid|uuid|code|feature id|ref|numero|identifiant|ident',
  name: 'name|nom|nome|nev|nume|naam|nombre|denominazione|denumire|designacao|bezeichnung|organisation|organization|organisation name|organization name|org name|actor|acteur|title|titre|nom de la structure|structure|ragione sociale|megnevezes',
  shortName: 'short name|shortname|acronym|sigle|sigla|rovid nev|abkurzung|abbreviation',
  kind: 'kind|type|typ|tipo|tipus|tip|type of initiative|organisation type|organization type|activity type|organisational structure|forme',
  legalForm:
    'legal form|legalform|forme juridique|forma giuridica|forma juridica|jogi forma|forma legala|rechtsform|statut',
  languages: 'languages|language|langues|langue|lingue|linguas|nyelvek|limbi|sprachen',
  website:
    'website|web|site|url|homepage|web site|site web|site internet|sito|sito web|sitio web|weboldal|honlap|pagina web|webseite|contact website|organizationurl|organisation url|www',
  foundedYear:
    'founded year|founded|year founded|foundation year|annee de creation|anno di fondazione|ano de fundacao|alapitas eve|anul infiintarii|grundungsjahr|established',
  street:
    'street|street address|address|adresse|indirizzo|morada|endereco|cim|adresa|strasse|addr street|rue|via|utca|strada|direccion|calle',
  postalCode:
    'postal code|postcode|post code|zip|zip code|code postal|cap|codigo postal|iranyitoszam|irsz|cod postal|plz|postleitzahl|addr postcode',
  town: 'town|city|locality|municipality|ville|commune|citta|comune|cidade|concelho|localidade|varos|telepules|oras|localitate|ort|stadt|gemeinde|addr city|village|ciudad|place|lieu',
  region:
    'region|state|county|province|departement|department|regione|provincia|regiao|distrito|megye|judet|bundesland|dep label|nuts2|district',
  country:
    'country|pays|paese|nazione|pais|orszag|tara|land|country name|country id|country code|addr country|stato',
  latitude:
    'latitude|lat|latitud|latitudine|szelesseg|geometry lat|y|lat gn|geo container latitude|breitengrad',
  longitude:
    'longitude|lng|lon|long|longitud|longitudine|hosszusag|geometry lng|x|lng gn|geo container longitude|langengrad',
  coordinates:
    'coordinates|coordonnees|geolocation|geo|latlng|lat lng|lat lon|latlon|gps|coordinate|koordinatak|coordonate|coordenadas|koordinaten|geo point|geo point 2d',
  precision: 'precision|location precision|geocoding precision',
  scope: 'scope|geographic scope|echelle',
  themes:
    'themes|theme|topics|topic|tags|keywords|thematiques|thematique|temi|temas|temak|teme|themen|activities|sector|domaines|mots cles',
  skills: 'skills|skill|competences|competenze|competencias|keszsegek|competente',
  summary:
    'summary|resume|riassunto|resumo|osszefoglalo|rezumat|zusammenfassung|short description|abstract|summary en|objective',
  description:
    'description|descriptif|descrizione|descricao|leiras|descriere|beschreibung|descripcion|text|about|presentation',
  sourceUrl: 'source url|source|uri|record url|permalink',
  licence: 'licence|license',
  title:
    'title|titre|titolo|titulo|cim|titlu|titel|name|nom|nome|project|projet|project title|project acronym|projectacronym|acronym|network',
  language: 'language|langue|lingua|nyelv|limba|sprache',
  programme: 'programme|program|programma|programa|funding programme|call',
  reference: 'reference|ref|project reference|grant agreement|project number|projectid|project id',
  start:
    'start|start date|from|begin|debut|date debut|inizio|data inizio|inicio|kezdet|inceput|beginn|starts|years',
  end: 'end|end date|to|until|fin|date fin|fine|data fine|fim|veg|sfarsit|ende|ends',
  collaboration:
    'collaboration|collaboration id|project|project id|projectid|projet|network|code network|network id',
  actor:
    'actor|actor id|organisation|organisation id|organisationid|organization id|participant|partner|member|membre',
  role: 'role|ruolo|papel|szerep|rol|rolle|city statut|statut|status',
  host: 'host|host actor id|hote',
  mode: 'mode',
  url: 'url|link|lien|website',
  context: 'context|contexte|contesto|contexto|kontextus',
  aim: 'aim|aims|goal|objectif|obiettivo|objetivo|cel|scop|ziel',
  audience: 'audience|public|target group|destinatari|publico|celcsoport',
  duration: 'duration|duree|durata|duracao|idotartam|dauer',
  evaluation: 'evaluation|valutazione|avaliacao|ertekeles|evaluare',
  results: 'results|resultats|risultati|resultados|eredmenyek|rezultate|ergebnisse',
  transferability: 'transferability|transferabilite|trasferibilita',
  steps: 'steps|etapes|passi|passos|lepesek|pasi|schritte',
  resources:
    'resources|resources needed|ressources|risorse|recursos|eroforrasok|resurse|ressourcen',
  roles: 'roles|roles needed',
  practitioners: 'practitioners|practitioner actor ids|actors|acteurs',
  broader: 'broader|parent|broader id',
}

const names = new Map(
  Object.entries(HEADERS).map(([field, words]) => [field, new Set(words.split('|'))]),
)

/** Fields that are lists and how they are told apart, the likelier first. */
const LIST_FIELDS = new Set([
  'languages',
  'themes',
  'skills',
  'steps',
  'resources',
  'roles',
  'practitioners',
])
const SEPARATORS = [';', '|', ',']

/** People: never stored, so that no column of theirs is mapped. */
const CONTACTS =
  /\b(e ?mail|phone|tel|telefon|telephone|fax|contact (?:person|name|form)|mobile|handy)\b/

export interface Guess {
  mapping: Mapping
  /** Columns that feed nothing. */
  unused: string[]
  /** Required fields for which no column was found. */
  missing: string[]
}

/** Guesses a mapping from headers, and from a few rows where the headers leave a choice. */
export function guessMapping(
  feature: Feature,
  columns: readonly string[],
  sample: readonly Row[],
): Guess {
  const fields: Record<string, string | CellSource> = {}
  const used = new Set<string>()
  const take = (field: string, column: string, source: string | CellSource = column) => {
    fields[field] = source
    used.add(column)
  }

  for (const column of columns) {
    const translated = readTranslated(feature, column)
    if (translated && !fields[translated]) take(translated, column)
  }
  for (const field of Object.keys(featureFields[feature])) {
    const isTranslated = field.endsWith(':*')
    const words = names.get(isTranslated ? field.slice(0, -2) : field)
    const column = words && bestColumn(columns, words, used)
    if (column === undefined) continue
    if (isTranslated) take(`${field.slice(0, -2)}:und`, column)
    else if (field === 'coordinates')
      take(field, column, { column, order: orderOf(column, sample) })
    else if (LIST_FIELDS.has(field)) take(field, column, listSource(column, sample))
    else take(field, column)
  }
  if ('latitude' in fields && 'longitude' in fields) Reflect.deleteProperty(fields, 'coordinates')
  const missing = requiredFields[feature].filter((field) => !(field in fields))
  return {
    mapping: { features: { [feature]: fields } },
    unused: columns.filter((column) => !used.has(column)),
    missing,
  }
}

/** The column whose name comes first among the words; full matches only, because a wrong guess is worse than none. */
function bestColumn(
  columns: readonly string[],
  words: ReadonlySet<string>,
  used: ReadonlySet<string>,
): string | undefined {
  for (const word of words) {
    const found = columns.find((column) => {
      const folded = fold(column)
      return !used.has(column) && !CONTACTS.test(folded) && folded === word
    })
    if (found !== undefined) return found
  }
  return undefined
}

/** `summary_en`, `description:de` and `Title (fr)` are texts of a language. */
function readTranslated(feature: Feature, column: string): string | undefined {
  const parts = /^(.+?)[\s_:.(-]+([a-z]{2})\)?$/i.exec(column)
  const [, base = '', suffix = ''] = parts ?? []
  const language = readLanguage(suffix)
  if (!language || base === '') return undefined
  const folded = fold(base)
  for (const field of Object.keys(featureFields[feature])) {
    if (!field.endsWith(':*')) continue
    const name = field.slice(0, -2)
    if (folded === name || names.get(name)?.has(folded)) return `${name}:${language}`
  }
  return undefined
}

function listSource(column: string, sample: readonly Row[]): string | CellSource {
  const separator = SEPARATORS.find((one) =>
    sample.some(({ cells }) => cells[column]?.includes(one)),
  )
  return separator === undefined ? column : { column, split: separator }
}

/** No latitude is beyond 90. */
function orderOf(column: string, sample: readonly Row[]): 'lat,lng' | 'lng,lat' {
  const isSwapped = sample.some(({ cells }) => {
    const pair = readPair(cells[column] ?? '')
    return pair !== undefined && Math.abs(pair[0]) > 90
  })
  return isSwapped ? 'lng,lat' : 'lat,lng'
}

/** A mapping as lines for people: `town ← City`. */
export function describeMapping(mapping: Mapping): string[] {
  return Object.entries(mapping.features).flatMap(([feature, fields]) => [
    `${feature}:`,
    ...Object.entries(fields).map(
      ([field, source]) => `  ${field.padEnd(16)} ← ${describe(source)}`,
    ),
  ])
}

function describe(source: unknown): string {
  if (typeof source === 'string') return source
  if (Array.isArray(source)) return source.map(describe).join(', else ')
  const { column, columns, constant, split, order, values } = source as CellSource
  const from = column ?? columns?.join(' + ') ?? `“${[constant].flat().join(', ')}”`
  const how = [
    ...(split === undefined ? [] : [`split at “${[split].flat().join('” and “')}”`]),
    ...(order === undefined ? [] : [order]),
    ...(values === undefined ? [] : [`${String(Object.keys(values).length)} words translated`]),
  ]
  return how.length > 0 ? `${from} (${how.join(', ')})` : from
}
