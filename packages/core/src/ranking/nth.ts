/**
 * One order statistic without sorting everything.
 */

const swap = (values: Float64Array, i: number, j: number): void => {
  const held = values[i]!
  values[i] = values[j]!
  values[j] = held
}

/** The middle one of three numbers. */
const middle = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))

/** Splits `values[low … high]`: afterwards all up to the index returned are at most the pivot, all others at least. */
const split = (values: Float64Array, low: number, high: number): number => {
  const pivot = middle(values[low]!, values[(low + high) >> 1]!, values[high]!)
  let [i, j] = [low - 1, high + 1]
  for (;;) {
    do i++
    while (values[i]! < pivot)
    do j--
    while (values[j]! > pivot)
    if (i >= j) return j
    swap(values, i, j)
  }
}

/**
 * The `n`-th highest of some numbers, n from 1; no NaN among them. Puts them in another order. O(N) as a rule: where
 * splitting goes badly, what is left is sorted.
 */
export const nthHighest = (values: Float64Array, n: number): number => {
  const wanted = values.length - n
  let [low, high] = [0, values.length - 1]
  for (let rounds = 4 * Math.ceil(Math.log2(values.length + 1)); low < high; rounds--) {
    if (rounds === 0) {
      values.subarray(low, high + 1).sort()
      return values[wanted]!
    }
    const at = split(values, low, high)
    if (wanted <= at) high = at
    else low = at + 1
  }
  return values[wanted]!
}
