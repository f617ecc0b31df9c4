/** The colors of rounds. */

/** From blue in the first of `count` rounds to orange in the last. */
export const color = (round: number, count: number): string => {
  const share = count < 2 ? 0 : Math.round(100 * round / (count - 1))
  return share < 50
    ? `color-mix(in oklab, var(--c3) ${2 * share}%, var(--c0))`
    : `color-mix(in oklab, var(--c1) ${2 * share - 100}%, var(--c3))`
}
