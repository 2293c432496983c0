export const sorts = ['relevance', 'distance', 'name', 'updated'] as const
export type Sort = (typeof sorts)[number]

const NUMBER = /^-?\d{1,20}(\.\d{1,20})?(e-?\d{1,2})?$/
const MICROSECONDS = /^-?\d{1,18}$/
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f]/

/** Whether a cursor's value can be one of this sort's: cursors come from outside, and the database would refuse. */
export function isSortValue(sort: Sort, value: string): boolean {
  switch (sort) {
    case 'name':
      return !CONTROL.test(value)
    case 'updated':
      return MICROSECONDS.test(value)
    case 'distance':
    case 'relevance':
      return NUMBER.test(value)
  }
}
