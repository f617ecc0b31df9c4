/** Moving through cells that are laid out in lines, by key. */

/** The cell that a key leads to, of `count` in lines of `across`; undefined where the key does not move. */
export const cellAfter = (key: string, at: number, count: number, across: number): number | undefined => {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -across,
    ArrowDown: across,
    PageUp: -3 * across,
    PageDown: 3 * across,
    Home: -count,
    End: count
  }
  const step = steps[key]
  if (step === undefined || count === 0) return undefined
  const next = at + step
  if (key === "ArrowUp" || key === "ArrowDown") return next < 0 || next >= count ? at : next
  return Math.min(count - 1, Math.max(0, next))
}

/** How many cells stand in the first line: those whose top is that of the first. */
export const acrossOf = (tops: ReadonlyArray<number>): number => {
  const second = tops.findIndex((top) => top > tops[0]! + 1)
  return Math.max(1, second < 0 ? tops.length : second)
}
