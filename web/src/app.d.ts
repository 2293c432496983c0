import type { Appearance } from '#lib/shell/appearance.ts'

declare global {
  namespace App {
    interface Error {
      code?: string
    }
    interface PageState {
      selected?: string
    }
    interface Locals {
      appearance: Appearance
    }
  }
}
