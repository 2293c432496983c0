import type { PGlite } from '@electric-sql/pglite'

const QUERY = 0x51
const SYNC = 0x53
const READY_FOR_QUERY = [0x5a, 0, 0, 0, 5]

/**
 * Keeps PGlite 0.5.8 to the protocol where a prepared statement fails.
 *
 * It answers the failing message with ErrorResponse *and* ReadyForQuery, and the Sync behind it with ReadyForQuery once
 * more. A driver takes the second one for the answer to its next statement, which then seems to give no rows. Only a
 * simple Query and a Sync may be answered so:
 * https://www.postgresql.org/docs/18/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY
 */
export function keepToProtocol(database: PGlite): void {
  const exec = database.execProtocolRawStream.bind(database)
  database.execProtocolRawStream = async (message, options) => {
    const kind = message[0]
    // The start-up message has no kind; its first byte belongs to its length.
    if (kind === QUERY || kind === SYNC || kind === 0) return exec(message, options)

    const chunks: Uint8Array[] = []
    await exec(message, { ...options, onRawData: (chunk) => chunks.push(chunk.slice()) })
    const answer = withoutReady(Buffer.concat(chunks))
    if (answer.length > 0) options.onRawData(answer)
  }
}

/** The answer without a ReadyForQuery at its end; no other message can end in these bytes. */
export function withoutReady(answer: Uint8Array): Uint8Array {
  const end = answer.length - READY_FOR_QUERY.length - 1
  return end >= 0 && READY_FOR_QUERY.every((byte, index) => answer[end + index] === byte)
    ? answer.subarray(0, end)
    : answer
}
