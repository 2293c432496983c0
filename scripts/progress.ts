import ora from 'ora'

/** Longer than it takes to find that there is nothing to do. */
const QUIET_MS = 200

/** Aborted when whoever started this ends it; nothing more is shown of steps then. */
export const stopping = new AbortController()

/**
 * Shows a step while it runs, and how long it took; `tell` says how far it is.
 *
 * One that had nothing to do, and says so by 0 or an empty list, leaves no line.
 */
export async function step<T>(
  title: string,
  run: (tell: (how: string) => void) => Promise<T>,
): Promise<T> {
  const started = Date.now()
  const spinner = ora({
    text: `${title} …`,
    discardStdin: false,
    stream: process.stdout,
    // Some tools open a terminal that has no columns; a spinner would clear its lines for ever.
    ...(process.stdout.columns === 0 && { isEnabled: false }),
  })
  const showing = setTimeout(() => {
    if (!stopping.signal.aborted) spinner.start()
  }, QUIET_MS)
  const hide = () => spinner.stop()
  stopping.signal.addEventListener('abort', hide)
  /** Colours are for terminals: in a file they are noise. */
  const end = (symbol: '✔' | '✖', text: string) => {
    if (stopping.signal.aborted) return
    if (!process.stdout.isTTY) spinner.stopAndPersist({ symbol, text })
    else if (symbol === '✔') spinner.succeed(text)
    else spinner.fail(text)
  }
  try {
    const result = await run((how) => {
      spinner.text = `${title} … ${how}`
    })
    if (result === 0 || (Array.isArray(result) && result.length === 0)) {
      spinner.stop()
      return result
    }
    end('✔', `${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
    return result
  } catch (error) {
    end('✖', title)
    throw error
  } finally {
    clearTimeout(showing)
    stopping.signal.removeEventListener('abort', hide)
  }
}
