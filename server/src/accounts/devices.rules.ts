import Bowser from 'bowser'

/** A browser and its system in words, `Firefox, Android`, for the list of one’s own sessions. */
export function deviceName(userAgent: string | undefined): string | null {
  if (!userAgent) return null
  const { browser, os } = Bowser.parse(userAgent.slice(0, 500))
  return [browser.name, os.name].filter(Boolean).join(', ') || null
}
