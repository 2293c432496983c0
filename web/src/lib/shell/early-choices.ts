type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

const isSwitch = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && ['checkbox', 'radio'].includes(control.type)

const choiceOf = (control: Control) => (isSwitch(control) ? control.checked : control.value)

/**
 * Notes what people have typed and chosen before scripts ran; what it gives back restores what hydration has set to
 * what the page was sent with, and tells the control's listeners.
 */
export function keepEarlyChoices(): () => void {
  const controls = document.querySelectorAll<Control>(
    'input:not([type="hidden"], [type="file"]), select, textarea',
  )
  const early = Array.from(controls, (control) => ({ control, choice: choiceOf(control) }))
  return () => {
    const undone = early.filter(({ control, choice }) => {
      // One radio button is switched off by another that is switched on.
      const isLeft = control instanceof HTMLInputElement && control.type === 'radio' && !choice
      return control.isConnected && !isLeft && choiceOf(control) !== choice
    })
    for (const { control, choice } of undone) {
      if (typeof choice === 'string') control.value = choice
      else (control as HTMLInputElement).checked = choice
    }
    // Who listens to one of them may read them all.
    for (const { control } of undone) {
      control.dispatchEvent(new Event('input', { bubbles: true }))
      control.dispatchEvent(new Event('change', { bubbles: true }))
    }
  }
}
