import Type from 'typebox'
import { named } from '../http/schema.ts'

export const FormTicket = named(
  'FormTicket',
  Type.Object(
    {
      ticket: Type.String({ description: 'Goes back with the form, once.' }),
      challenge: Type.Object(
        {
          algorithm: Type.String({ examples: ['SHA-256'] }),
          challenge: Type.String(),
          maxnumber: Type.Integer(),
          salt: Type.String(),
          signature: Type.String(),
        },
        {
          description:
            'A sum for the page: the number for which the hash of `salt` and number is `challenge`. Altcha, version 1.',
        },
      ),
    },
    { description: 'What a form for people without an account is given out with.' },
  ),
)

/** What a form that needs no account sends along; nothing of it is needed, all of it helps. */
export const Proof = Type.Object(
  {
    ticket: Type.Optional(Type.String({ maxLength: 300 })),
    work: Type.Optional(
      Type.String({ maxLength: 2_000, description: 'The solved challenge, as Altcha encodes it.' }),
    ),
    hidden: Type.Optional(
      Type.String({ maxLength: 500, description: 'Of a field that people do not see: empty.' }),
    ),
  },
  { additionalProperties: false, description: 'Speaks for a person rather than a machine.' },
)

export const spamSchemas = [FormTicket.schema]
