import type { Network } from '#lib/api/types.ts'

/** The ties that lie on the map, if they are shown. */
export class ShownTies {
  network = $state.raw<Network>()
  drawn = $state.raw({ arcs: 0, of: 0 })
}
