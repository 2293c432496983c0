import Type from 'typebox'
import { consentKinds, instanceRoles, interfaceLanguages } from '@maillage/db'
import { named, nullable, oneOf, Timestamp } from '../http/schema.ts'
import { CODE_PATTERN, EMAIL_PATTERN, OWN_PATH_PATTERN } from './sign-ins.rules.ts'

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

export const Email = Type.String({
  maxLength: 254,
  pattern: EMAIL_PATTERN,
  description: 'An e-mail address.',
  examples: ['ana@example.org'],
})

export const AskToSignIn = named(
  'AskToSignIn',
  Type.Object(
    {
      email: Email,
      language: oneOf(interfaceLanguages),
      returnTo: Type.Optional(
        Type.String({
          maxLength: 500,
          pattern: OWN_PATH_PATTERN,
          description: 'Where to go after: a path of this site.',
          examples: ['/en/account'],
        }),
      ),
    },
    { additionalProperties: false },
  ),
)

export const SignInAsked = named(
  'SignInAsked',
  Type.Object(
    { minutes: Type.Integer({ description: 'How long link and code work.' }) },
    { description: 'A mail is on its way, whether the address is known or not.' },
  ),
)

export const SignedIn = named(
  'SignedIn',
  Type.Object({
    returnTo: nullable(Type.String()),
    needsSecondFactor: Type.Boolean({
      description: 'What this account is for needs a one-time password.',
    }),
  }),
)

export const Code = Type.String({ pattern: CODE_PATTERN, examples: ['402918'] })

export const Account = named(
  'Account',
  Type.Object(
    {
      email: Type.String(),
      name: nullable(Type.String()),
      language: oneOf(interfaceLanguages),
      role: oneOf(instanceRoles),
      version: Type.Integer(),
      createdAt: Timestamp,
      hasBounced: Type.Boolean({ description: 'A mail to the address came back.' }),
      newEmail: nullable(
        Type.String({ description: 'An address that waits for its confirmation.' }),
      ),
      secondFactor: nullable(Type.Object({ recoveryCodesLeft: Type.Integer() })),
      consents: Type.Array(
        Type.Object({
          id: Type.Integer(),
          kind: oneOf(consentKinds),
          textVersion: Type.String(),
          givenAt: Timestamp,
          withdrawnAt: nullable(Timestamp),
        }),
      ),
    },
    { description: 'One’s own account.' },
  ),
)

export const ChangeAccount = named(
  'ChangeAccount',
  Type.Object(
    {
      name: nullable(Type.String({ maxLength: 100 })),
      language: oneOf(interfaceLanguages),
    },
    { additionalProperties: false },
  ),
)

export const SessionList = named(
  'SessionList',
  Type.Object({
    items: Type.Array(
      Type.Object({
        id: Type.Integer(),
        device: nullable(Type.String({ examples: ['Firefox, Android'] })),
        createdAt: Timestamp,
        lastSeenAt: Timestamp,
        isThis: Type.Boolean(),
      }),
    ),
  }),
)

export const NewSecondFactor = named(
  'NewSecondFactor',
  Type.Object({
    secret: Type.String({ description: 'To type into an app that reads no pictures.' }),
    uri: Type.String(),
    picture: Type.String({ description: 'The same as a QR code, as a `data:` address of an SVG.' }),
  }),
)

export const RecoveryCodes = named(
  'RecoveryCodes',
  Type.Object({ codes: Type.Array(Type.String()) }, { description: 'Shown once.' }),
)

export const Held = named(
  'Held',
  Type.Object(
    { tables: Type.Record(Type.String(), Type.Array(Type.Unknown())) },
    { description: 'Everything that is held on the person who asks, by table.' },
  ),
)

export const accountSchemas = [
  Session.schema,
  AskToSignIn.schema,
  SignInAsked.schema,
  SignedIn.schema,
  Account.schema,
  ChangeAccount.schema,
  SessionList.schema,
  NewSecondFactor.schema,
  RecoveryCodes.schema,
  Held.schema,
]
