type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const isSwitch = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type)

const choiceOf = (control: Control) => (isSwitch(control) ? control.checked : control.value)

function choiceSent(control: Control): string | boolean {
  if (isSwitch(control)) return control.defaultChecked
  if (!(control instanceof HTMLSelectElement)) {
    // A control shows line breaks and spaces of what it was sent with in its own way.
    const other = control.cloneNode() as HTMLInputElement | HTMLTextAreaElement
    other.value = control.defaultValue
    return other.value
  }
  const options = [...control.options]
  return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? ''
}

/**
 * Notes what people have typed and chosen before scripts ran; what it gives back restores what hydration has set to
 * what the page was sent with, and tells the listeners of each.
 */
export function keepEarlyChoices(): () => void {
  const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  // What a browser itself fills in on the way back, and on a reload, is older than the page.
  if (visit?.type !== 'navigate') return () => undefined
  const controls = document.querySelectorAll<Control>(
    'input:not([type="hidden"], [type="file"]), select, textarea',
  )
  const early = Array.from(controls, (control) => ({ control, choice: choiceOf(control) })).filter(
    ({ control, choice }) =>
      choice !== choiceSent(control) &&
      // One radio button is switched off by another that is switched on.
      !(control instanceof HTMLInputElement && control.type === 'radio' && choice === false),
  )
  return () => {
    const here = early.filter(({ control }) => control.isConnected)
    for (const { control, choice } of here) {
      if (typeof choice === 'string') control.value = choice
      else (control as HTMLInputElement).checked = choice
    }
    // Who listens to one of them may read them all.
    for (const { control } of here) {
      control.dispatchEvent(new Event('input', { bubbles: true }))
      control.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }
}
