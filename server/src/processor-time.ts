/** Milliseconds of the processor's time that `work` takes; unlike those of a clock, a busy machine adds none. For tests. */
export async function processorMs(work: () => unknown): Promise<number> {
  const started = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1_000
}
