import type { SubmitFunction } from '$app/forms'

/** Whether a form is on its way: `use:enhance={busy.submit}` and `<FormButton isBusy={busy.now}>`. Values stay. */
export class Busy {
  now = $state(false)

  submit: SubmitFunction = () => {
    this.now = true
    return async ({ update }) => {
      await update({ reset: false })
      this.now = false
    }
  }
}
