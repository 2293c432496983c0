/** Rows in the order in which their ids were found; those that are gone meanwhile are left out. */
export function inOrder<Found extends { id: number }, Row extends { id: number }>(
  found: readonly Found[],
  rows: readonly Row[],
): { each: Found; row: Row }[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  return found.flatMap((each) => {
    const row = byId.get(each.id)
    return row ? [{ each, row }] : []
  })
}
