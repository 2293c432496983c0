import Type from 'typebox'
import { AreaParameter, LanguageParameter, named, Timestamp } from '../http/schema.ts'
import { TerritoryParams } from '../places/places.schema.ts'
import { tieFilters } from '../search/search.schema.ts'
import { TerritoryFigures } from './figures.schema.ts'

export const AskReport = Type.Object(
  { area: Type.Optional(AreaParameter), ...tieFilters },
  { additionalProperties: false },
)

export const ReportParams = Type.Object({
  ...TerritoryParams.properties,
  reference: Type.String({ pattern: '^[A-Za-z0-9_-]{1,40}$' }),
})

export const ReportLanguage = Type.Object(
  { lang: LanguageParameter },
  { additionalProperties: false },
)

export const TerritoryReportKept = named(
  'TerritoryReportKept',
  Type.Object({
    reference: Type.String({
      description: 'The end of the address that shows these figures later.',
    }),
    dataVersion: Type.Integer(),
  }),
)

export const TerritoryReport = named(
  'TerritoryReport',
  Type.Object(
    {
      reference: Type.String(),
      dataVersion: Type.Integer({ description: 'Version of the data that was counted.' }),
      createdAt: Timestamp,
      isCurrent: Type.Boolean({ description: 'Nothing public has changed since.' }),
      figures: TerritoryFigures.ref,
    },
    {
      description:
        'Figures as they were. Names of actors and practices are those of today; what was erased since is left out. The lists ' +
        'that figures lead to show what is there today.',
    },
  ),
)

export const territoryReportSchemas = [TerritoryReportKept, TerritoryReport].map(
  ({ schema }) => schema,
)
