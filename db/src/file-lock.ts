import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

const BETWEEN_ATTEMPTS_MS = 100
/** SQLITE_BUSY and SQLITE_LOCKED. */
const busy: unknown[] = [5, 6]

/**
 * Takes the lock of a file, or gives nothing when another process holds it for longer than `patienceMs`.
 *
 * SQLite's is the kernel's own file lock, let go however the process ends, and Node brings SQLite along.
 */
export async function takeFileLock(
  file: string,
  patienceMs = Infinity,
): Promise<{ release: () => void } | undefined> {
  const lock = new DatabaseSync(file)
  const patience = Date.now() + patienceMs
  for (;;) {
    try {
      lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
      return { release: () => lock.close() }
    } catch (error) {
      const isBusy = error instanceof Error && 'errcode' in error && busy.includes(error.errcode)
      if (isBusy && Date.now() <= patience) {
        await sleep(BETWEEN_ATTEMPTS_MS)
        continue
      }
      lock.close()
      if (isBusy) return undefined
      throw error
    }
  }
}
