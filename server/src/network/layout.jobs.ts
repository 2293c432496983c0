import { fileURLToPath } from 'node:url'
import { Piscina } from 'piscina'
import type { Context } from '../http/context.ts'
import type { Job } from '../jobs/jobs.ts'
import type { PositionColumns } from './layout.rules.ts'
import { readNetwork, readPositions, readVersions, writePositions } from './network.queries.ts'

export const LAYOUT_QUEUE = 'lay-out-network'

/** Lays the network out where it has changed; returns whether it had. Its thread is there as long as that takes. */
export async function layOutNetwork({ db }: Pick<Context, 'db'>): Promise<boolean> {
  const versions = await readVersions(db)
  if (versions.data === versions.layout) return false
  const network = await readNetwork(db)
  const positions = await readPositions(db)
  const thread = new Piscina({
    filename: fileURLToPath(new URL('./layout.worker.ts', import.meta.url)),
    maxThreads: 1,
    // Whoever waits for an answer comes first.
    niceIncrement: 10,
  })
  try {
    const placed = (await thread.run({ network, positions }, { name: 'layOut' })) as PositionColumns
    await writePositions(db, network.version, placed)
  } finally {
    await thread.destroy()
  }
  return true
}

/** Runs when somebody looks at a drawing that is out of date, and by itself, so that it seldom is. */
export const layOutWhenChanged = (context: Context): Job => ({
  queue: LAYOUT_QUEUE,
  cron: '*/15 * * * *',
  run: async () => {
    await layOutNetwork(context)
  },
})
