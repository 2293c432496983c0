import ora from 'ora'

/** Shows a step while it runs, and how long it took; `tell` says how far it is. */
export async function step<T>(
  title: string,
  run: (tell: (how: string) => void) => Promise<T>,
): Promise<T> {
  const started = Date.now()
  const spinner = ora({ text: `${title} …`, discardStdin: false, stream: process.stdout }).start()
  try {
    const result = await run((how) => {
      spinner.text = `${title} … ${how}`
    })
    spinner.succeed(`${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
    return result
  } catch (error) {
    spinner.fail(title)
    throw error
  }
}
