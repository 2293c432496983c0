import { mailStates } from '@maillage/db'
import Type from 'typebox'
import { named, nullable, oneOf, Timestamp } from '../http/schema.ts'

export const TroubledMails = named(
  'TroubledMails',
  Type.Object(
    {
      items: Type.Array(
        Type.Object({
          id: Type.Integer(),
          template: Type.String(),
          state: oneOf(mailStates),
          attempts: Type.Integer(),
          error: nullable(Type.String({ description: 'The mail server’s last word.' })),
          createdAt: Timestamp,
        }),
      ),
    },
    { description: 'Mails that could not be sent, or of which it is not known; to no address.' },
  ),
)

export const ShownMails = named(
  'ShownMails',
  Type.Object(
    {
      items: Type.Array(
        Type.Object({
          id: Type.Integer(),
          to: Type.String(),
          subject: Type.String(),
          text: Type.String(),
          createdAt: Timestamp,
        }),
      ),
    },
    { description: 'What would have been sent, where there is no mail server.' },
  ),
)

export const mailSchemas = [TroubledMails.schema, ShownMails.schema]
