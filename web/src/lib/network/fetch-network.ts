import type { Network } from '#lib/api/types.ts'

/** The network as a drawing takes it; its address is the one that exports and caches know. */
export async function fetchNetwork(search: string, signal: AbortSignal): Promise<Network> {
  const response = await fetch(`/api/network?${search}`, { signal })
  if (!response.ok) throw new Error(`The network answered ${String(response.status)}`)
  return (await response.json()) as Network
}
