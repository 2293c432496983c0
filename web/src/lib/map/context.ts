import { createContext } from 'svelte'
import type { MapHandle } from './leaflet.ts'

/** The map that a layer is on. Layers live inside `Map.svelte`, so there is one. */
export const [useMap, setMap] = createContext<() => MapHandle>()
