/**
 * Groups in the order of their first elements. Node has `Map.groupBy` from 21 on, and the libraries run on 20. Tested in
 * `compare.test.ts`.
 */
export const groupBy = <A, K>(values: ReadonlyArray<A>, keyOf: (value: A) => K): Map<K, ReadonlyArray<A>> => {
  const groups = new Map<K, Array<A>>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [value])
    else group.push(value)
  }
  return groups
}
