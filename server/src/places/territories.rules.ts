/** NUTS says EL and UK where ISO says GR and GB; countries carry the ISO code here, regions the NUTS code. */
export function toTerritoryCode(code: string): string {
  const upper = code.toUpperCase()
  if (upper === 'EL') return 'GR'
  if (upper === 'UK') return 'GB'
  return /^[A-Z]{2}[A-Z0-9]{0,3}$/.test(upper) ? upper : code
}
