import type { Network } from '#lib/api/types.ts'
import type { LayoutNews, LayoutTask } from './layout.worker.ts'

/** Lays a network out in a worker, the same way each time, where the server has not done so yet. */
export function layOut(
  { nodes, edges }: Network,
  signal: AbortSignal,
  onprogress: (share: number) => void,
): Promise<Network['nodes']> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
    signal.addEventListener('abort', () => {
      worker.terminate()
    })
    worker.addEventListener('error', ({ message }) => {
      worker.terminate()
      reject(new Error(message))
    })
    worker.addEventListener('message', ({ data }: MessageEvent<LayoutNews>) => {
      onprogress(data.progress)
      if (!('x' in data)) return
      worker.terminate()
      resolve({ ...nodes, x: [...data.x], y: [...data.y] })
    })
    const { source, target, weight } = edges
    worker.postMessage({ x: nodes.x, y: nodes.y, source, target, weight } satisfies LayoutTask)
  })
}
