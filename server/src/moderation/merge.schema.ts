import Type from 'typebox'
import { named, nullable, oneOf, SlugParams, SourceKind, Timestamp } from '../http/schema.ts'
import { mergeableFields, mergeChoices } from './merge.rules.ts'
import { Lines } from './reports.schema.ts'

const Slug = SlugParams.properties.slug

export const MergePair = Type.Object({ kept: Slug, merged: Slug }, { additionalProperties: false })

const Side = Type.Object({
  slug: Type.String(),
  name: Type.String(),
  version: Type.Integer(),
  source: Type.String(),
  sourceKind: SourceKind,
  editors: Type.Integer(),
  ties: Type.Integer(),
  practices: Type.Integer(),
})

export const MergePreview = named(
  'MergePreview',
  Type.Object(
    {
      kept: Side,
      merged: Side,
      fields: Type.Array(
        Type.Object({
          field: oneOf(mergeableFields),
          kept: Type.Unknown(),
          merged: Type.Unknown(),
          choices: Type.Array(oneOf(mergeChoices)),
          default: oneOf(mergeChoices),
          differs: Type.Boolean(),
        }),
      ),
    },
    { description: 'Two actors side by side, before they are made one.' },
  ),
)

export const NewMerge = Type.Object(
  {
    kept: Slug,
    merged: Slug,
    keptVersion: Type.Integer({ minimum: 1 }),
    mergedVersion: Type.Integer({ minimum: 1 }),
    choices: Type.Partial(
      Type.Object(Object.fromEntries(mergeableFields.map((field) => [field, oneOf(mergeChoices)]))),
      { additionalProperties: false },
    ),
    why: Type.Optional(nullable(Lines(2_000))),
  },
  { additionalProperties: false },
)

export const UndoMerge = Type.Object({ merged: Slug }, { additionalProperties: false })

export const NotDuplicates = Type.Object(
  { one: Slug, other: Slug },
  { additionalProperties: false },
)

export const Merged = named(
  'Merged',
  Type.Object({ slug: Type.String({ description: 'Of the actor that both are now.' }) }),
)

const Actor = Type.Object({ slug: Type.String(), name: Type.String() })

export const Merges = named(
  'Merges',
  Type.Object(
    { items: Type.Array(Type.Object({ kept: Actor, merged: Actor, mergedAt: Timestamp })) },
    { description: 'Merges that can be undone, the latest first.' },
  ),
)

export const mergeSchemas = [MergePreview.schema, Merged.schema, Merges.schema]
