export interface Palette {
  land: string
  coast: string
  border: string
  label: string
  halo: string
  font: string
}

/** The colours of the map as a canvas takes them: tokens such as `light-dark()` only resolve on an element. */
export function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  probe.style.setProperty('forced-color-adjust', 'none')
  element.append(probe)
  const resolve = (token: string) => {
    probe.style.color = `var(${token})`
    return getComputedStyle(probe).color
  }
  const palette = {
    land: resolve('--land'),
    coast: resolve('--coast'),
    border: resolve('--border'),
    label: resolve('--place-label'),
    halo: resolve('--place-halo'),
    font: getComputedStyle(element).fontFamily,
  }
  probe.remove()
  return palette
}

/** Calls back when the reader or the device goes from light to dark or back. */
export function followAppearance(signal: AbortSignal, onchange: () => void): void {
  for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)', 'print']) {
    matchMedia(query).addEventListener('change', onchange, { signal })
  }
  const observer = new MutationObserver(onchange)
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['data-appearance', 'data-theme', 'class', 'style'],
  })
  signal.addEventListener('abort', () => {
    observer.disconnect()
  })
}
