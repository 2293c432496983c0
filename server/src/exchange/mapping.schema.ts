import { importedFeatures } from '@maillage/db'
import { Type, type Static, type TProperties } from 'typebox'
import { Compile } from 'typebox/compile'
import { featureFields, findField, requiredFields, type Feature } from './features.ts'
import { ImportRefused } from './refused.ts'

const Column = Type.String({
  minLength: 1,
  description: 'Header of the column, as the file has it.',
})

const Separator = Type.String({ minLength: 1 })

const CellSource = Type.Object(
  {
    column: Type.Optional(Column),
    columns: Type.Optional(
      Type.Array(Column, { minItems: 1, description: 'Several columns, joined by `join`.' }),
    ),
    join: Type.Optional(
      Type.String({ description: 'Between joined columns; a space by default.' }),
    ),
    constant: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String())], {
        description: 'The same value for every row.',
      }),
    ),
    split: Type.Optional(
      Type.Union([Separator, Type.Array(Separator, { minItems: 1 })], {
        description: 'What separates the parts of a list, such as `;`.',
      }),
    ),
    prefix: Type.Optional(
      Type.String({ description: 'Put before the value: `https://cordis.europa.eu/project/id/`.' }),
    ),
    values: Type.Optional(
      Type.Record(
        Type.String(),
        Type.Union([Type.String(), Type.Array(Type.String()), Type.Null()]),
        {
          description:
            'The file’s words and ours; case and accents don’t matter. `null` leaves a value out.',
        },
      ),
    ),
    otherwise: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String()), Type.Null()], {
        description: 'For every word that `values` does not name; without it the word itself.',
      }),
    ),
    ignore: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), {
        description: 'Cells that say nothing; a `*` at the end stands for any rest.',
      }),
    ),
    order: Type.Optional(
      Type.Enum(['lat,lng', 'lng,lat'], {
        description: 'Of two coordinates in one cell; `lat,lng` by default.',
      }),
    ),
  },
  { additionalProperties: false },
)

const FieldSource = Type.Union([
  Column,
  CellSource,
  Type.Array(Type.Union([Column, CellSource]), {
    minItems: 1,
    description: 'The first that has a value; for lists, all of them.',
  }),
])

const fieldsOf = (feature: Feature) => {
  const named: TProperties = {}
  const patterns: Record<string, object> = {}
  for (const name of Object.keys(featureFields[feature])) {
    if (name.endsWith(':*')) patterns[`^${name.slice(0, -1)}.+$`] = FieldSource
    else named[name] = Type.Optional(FieldSource)
  }
  return Type.Unsafe<Record<string, FieldSource>>({
    ...Type.Object(named, { additionalProperties: false }),
    patternProperties: patterns,
  })
}

const features: TProperties = {}
for (const feature of importedFeatures) features[feature] = Type.Optional(fieldsOf(feature))

/** Says which column of a file feeds which field. Published as `docs/mapping.schema.json`. */
export const MappingSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    title: Type.Optional(Type.String({ description: 'What the mapping is for.' })),
    source: Type.Optional(
      Type.Object(
        {
          name: Type.String({ minLength: 1 }),
          url: Type.Optional(Type.String()),
          licence: Type.Optional(Type.String()),
        },
        { additionalProperties: false },
      ),
    ),
    encoding: Type.Optional(
      Type.String({ description: 'Of a CSV file, where it cannot be recognised: `windows-1250`.' }),
    ),
    delimiter: Type.Optional(Type.Enum([',', ';', '\t', '|'])),
    sheet: Type.Optional(Type.String({ description: 'Of an XLSX file; the first by default.' })),
    language: Type.Optional(
      Type.String({
        pattern: '^([a-z]{2,3}|und)$',
        description: 'Of titles that carry no language of their own; `und` by default.',
      }),
    ),
    empty: Type.Optional(
      Type.Array(Type.String(), { description: 'Cells that mean “nothing”, such as `NA`.' }),
    ),
    features: Type.Unsafe<Partial<Record<Feature, Record<string, FieldSource>>>>(
      Type.Object(features, {
        additionalProperties: false,
        minProperties: 1,
        description: 'One file may feed several features; they are read in the order given here.',
      }),
    ),
  },
  { additionalProperties: false, $id: 'https://maillage.example/mapping.schema.json' },
)

/** The schema as it is published: what every field repeats is said once. */
export function publishedSchema(): object {
  const repeated = JSON.stringify(FieldSource)
  const text = JSON.stringify(MappingSchema).replaceAll(repeated, '{"$ref":"#/$defs/source"}')
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...(JSON.parse(text) as object),
    $defs: { source: FieldSource },
  }
}

export type CellSource = Static<typeof CellSource>
export type FieldSource = string | CellSource | (string | CellSource)[]
export type Mapping = Static<typeof MappingSchema>

const validator = Compile(MappingSchema)

/** Checks a mapping as it was parsed; `where` names it in the message. */
export function parseMapping(mapping: unknown, where: string): Mapping {
  if (!validator.Check(mapping)) {
    const [first] = validator.Errors(mapping)
    throw new ImportRefused(
      `${where} is not a mapping: ${first?.instancePath || 'it'} ${first?.message ?? 'is wrong'}.`,
    )
  }
  for (const [feature, fields] of Object.entries(mapping.features) as [Feature, object][]) {
    for (const name of Object.keys(fields)) {
      if (!findField(feature, name)) {
        throw new ImportRefused(`${where}: ${feature} have no field ${name}.`)
      }
    }
    for (const name of requiredFields[feature]) {
      if (!(name in fields)) {
        throw new ImportRefused(`${where}: ${feature} need the field ${name}.`)
      }
    }
  }
  return mapping
}

/** The columns that a field reads. */
export function columnsOf(source: FieldSource): string[] {
  if (typeof source === 'string') return [source]
  if (Array.isArray(source)) return source.flatMap(columnsOf)
  return [...(source.column === undefined ? [] : [source.column]), ...(source.columns ?? [])]
}
