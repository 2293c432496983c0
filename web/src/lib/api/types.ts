import type { components } from './schema.d.ts'

type Schemas = components['schemas']

export type Problem = Schemas['Problem']
export type Point = Schemas['Point']
/** `[lng, lat]`, as in GeoJSON. */
export type Position = Point['coordinates']
export type Text = Schemas['Text']
export type LongText = Schemas['LongText']
export type FormTicket = Schemas['FormTicket']
export type Image = Schemas['Image']
export type Concept = Schemas['Concept']
export type Source = Schemas['Source']
export type GazetteerPlace = Schemas['GazetteerPlace']
export type Configuration = Schemas['Configuration']
export type Facet = Schemas['FacetValue']

export type Draft = Schemas['Draft']
export type Whereabouts = Schemas['Whereabouts']
export type Figure = Schemas['Figure']
export type FigureQuery = Schemas['FigureQuery']
export type Territory = Schemas['Territory']
export type TerritorySubject = Schemas['TerritorySubject']
export type TerritoryFigures = Schemas['TerritoryFigures']
export type TerritoryPicture = Schemas['TerritoryMap']
export type Choropleth = Schemas['Choropleth']
export type Twins = Schemas['Twins']
export type SimilarActor = Schemas['SimilarActor']

export type ActorCard = Schemas['ActorCard']
export type RecordNames = Schemas['RecordNames']
export type OwnActor = Schemas['OwnActor']
export type Actor = Schemas['Actor']
export type Exchange = Schemas['Exchange']
export type Tie = Schemas['Tie']

export type PracticeCard = Schemas['PracticeCard']
export type Practice = Schemas['Practice']
export type PracticeTravels = Schemas['PracticeTravels']
export type TravelStep = Schemas['TravelStep']
export type TakenLine = Schemas['Feasibility']['lines'][number]

export type CollaborationCard = Schemas['CollaborationCard']
export type Collaboration = Schemas['Collaboration']
export type Participation = Collaboration['participations'][number]
export type Activity = Collaboration['activities'][number]
export type Role = Participation['role']

/** What the three lists have in common. */
export type List<Card> = Omit<Schemas['PracticeList'], 'items' | 'facets'> & {
  items: Card[]
  located?: number
  facets: Record<string, Facet[] | undefined>
}

export type Suggestion = List<unknown>['suggestions'][number]

export type Session = Schemas['Session']
export type Account = NonNullable<Session['account']>
export type SignedIn = Schemas['SignedIn']

export type Network = Schemas['Network']
export type NetworkActors = Schemas['NetworkActors']
export type NetworkTies = Schemas['NetworkTies']
export type ActorTies = Schemas['ActorTies']
export type NetworkMetrics = Schemas['NetworkMetrics']
export type NetworkTie = ActorTies['items'][number]
export type Evidence = Network['evidences'][number]
