import type { FastifyRequest, FastifyServerOptions } from 'fastify'

type Logger = NonNullable<FastifyServerOptions['logger']>

/** Where a log goes, and from which level on. */
export type Log = Exclude<Logger, boolean>

/**
 * A log that says which route was asked for, and where in the code something failed; none unless one is named. It holds neither
 * where someone is, nor what they typed, nor the secret of a link: an address has the last two in it, and what a failed query says,
 * its parameters.
 */
export const logTo = (log: Log | undefined): Logger =>
  log
    ? {
        ...log,
        serializers: {
          req: ({ method, routeOptions }: FastifyRequest) => ({
            method,
            route: routeOptions.url ?? null,
          }),
          err: sayError,
        },
        hooks: {
          // Without words of its own, an error would be said with its message as it is.
          logMethod(args, log) {
            const [first] = args as unknown[]
            log.apply(this, first instanceof Error ? [{ err: first }, first.name] : args)
          },
        },
      }
    : false

/** An error without what a failed query says of its parameters, which may be of persons. */
export function sayError({ name, message, stack = '', cause }: Error) {
  const code = cause instanceof Error && 'code' in cause ? { code: cause.code } : {}
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  return {
    type: name,
    message: message.split('\nparams:')[0] ?? '',
    stack: frames.join('\n'),
    ...code,
  }
}
