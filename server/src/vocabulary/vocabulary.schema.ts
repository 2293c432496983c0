import Type from 'typebox'
import { named, nullable } from '../http/schema.ts'

export const Theme = named(
  'Theme',
  Type.Object({
    slug: Type.String({ examples: ['social-solidarity-economy'] }),
    label: Type.String({ examples: ['Social and solidarity economy'] }),
    broader: nullable(Type.String({ description: 'Slug of the broader theme.' })),
    count: Type.Integer({ description: 'Actors with this theme or a narrower one.' }),
    sdg: Type.Array(Type.String(), { description: 'Sustainable Development Goals, by number.' }),
    essglobal: Type.Array(Type.String(), { description: 'Nearest concepts of ESSGlobal.' }),
  }),
)

export const Skill = named(
  'Skill',
  Type.Object({
    slug: Type.String({ examples: ['social-mediation'] }),
    label: Type.String(),
    count: Type.Integer({
      description: 'Practices that build this skill and actors that have it.',
    }),
  }),
)

export const vocabularySchemas = [Theme.schema, Skill.schema]
