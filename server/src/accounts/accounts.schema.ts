import Type from 'typebox'
import { instanceRoles } from '@maillage/db'
import { named, nullable, oneOf } from '../http/schema.ts'

export const Session = named(
  'Session',
  Type.Object(
    {
      account: nullable(
        Type.Object({
          name: nullable(Type.String()),
          language: Type.String(),
          role: oneOf(instanceRoles),
          hasSecondFactor: Type.Boolean(),
          isStrong: Type.Boolean({ description: 'The one-time password was given not long ago.' }),
        }),
      ),
    },
    { description: 'Whoever is signed in; without an account nobody is.' },
  ),
)

export const accountSchemas = [Session.schema]
