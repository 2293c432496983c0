/** Made by `scripts/kind-names.ts`. */
declare module 'virtual:kind-names' {
  import type { KindNames } from '#lib/explore/kind-suggestions.ts'

  const names: KindNames
  export default names
}
