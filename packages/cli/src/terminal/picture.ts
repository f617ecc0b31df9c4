/**
 * Small gray images in a terminal: two pixels a character, one above the other.
 */

const brightest = (pixels: ArrayLike<number>): number => Array.from(pixels).reduce((a, b) => Math.max(a, b), 0)

/** Lines of text; a half of a character is drawn where its pixel is at least half as bright as the brightest. */
export const drawing = (pixels: ArrayLike<number>, tall: number, wide: number): ReadonlyArray<string> => {
  const limit = brightest(pixels) / 2
  const isOn = (row: number, column: number): boolean =>
    limit > 0 && row < tall && (pixels[row * wide + column] ?? 0) >= limit
  const cell = (row: number, column: number): string => {
    const [top, bottom] = [isOn(row, column), isOn(row + 1, column)]
    return top ? (bottom ? "█" : "▀") : bottom ? "▄" : " "
  }
  return Array.from(
    { length: Math.ceil(tall / 2) },
    (_, line) => Array.from({ length: wide }, (_, column) => cell(2 * line, column)).join("")
  )
}
