import type { Attachment } from 'svelte/attachments'

/**
 * Shows the value of another page in a control that stays, and keeps its focus. Not the first value: that is in the
 * page, and what was chosen before scripts ran is not to be undone.
 */
export function follows(value: () => string): Attachment<HTMLInputElement | HTMLSelectElement> {
  let isFirst = true
  return (control) => {
    const now = value()
    if (!isFirst) control.value = now
    isFirst = false
  }
}
