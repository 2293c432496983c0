const fields = [
  ...(['label', 'country', 'region', 'town', 'postalCode', 'street', 'lng', 'lat'] as const),
  ...(['precision', 'placeId'] as const),
]

/** What a choice of a place says, field by field; nothing if it is none. */
export function readChoice(choice: unknown): Record<string, string> | undefined {
  if (typeof choice !== 'string' || choice === '') return undefined
  try {
    const place = JSON.parse(choice) as Record<string, unknown>
    return Object.fromEntries(
      fields.map((field) => [field, typeof place[field] === 'string' ? place[field] : '']),
    )
  } catch {
    return undefined
  }
}

/** Of the places found, the one that was ticked becomes the answer. */
export function choosePlace<Values extends Record<string, unknown>>(values: Values): Values {
  const { choice, ...others } = values
  return { ...others, ...readChoice(choice) } as Values
}
