interface Located {
  location?: { point: unknown; street: unknown; postalCode: unknown; showExact: boolean }
}

/**
 * A document as everyone may see it: where an actor hides its exact location, now or in this version, no version tells
 * it.
 */
export function withoutExactLocation<Document extends object>(
  document: Document,
  isHiddenNow: boolean,
): Document {
  const { location } = document as Located
  if (!location || (location.showExact && !isHiddenNow)) return document
  return { ...document, location: { ...location, point: null, street: null, postalCode: null } }
}
