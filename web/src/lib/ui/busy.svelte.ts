import type { SubmitFunction } from '$app/forms'

/** Whether the form that was sent last got no answer; the layout says so. Only browsers send forms this way. */
export const unsent = new (class {
  now = $state(false)
})()

/** Whether a form is on its way: `use:enhance={busy.submit}` and `<FormButton isBusy={busy.now}>`. Values stay. */
export class Busy {
  now = $state(false)

  submit: SubmitFunction = () => {
    this.now = true
    unsent.now = false
    return async ({ result, update }) => {
      // An error page in its place would take what was typed along.
      unsent.now = result.type === 'error' && (result.status ?? 500) >= 500
      // Of another query it is the same page still: it is not loaded anew, which may lead elsewhere.
      const isHere =
        result.type === 'failure' && result.location.split('?')[0] === location.pathname
      if (!unsent.now) await update({ reset: false, navigate: !isHere })
      this.now = false
    }
  }
}
