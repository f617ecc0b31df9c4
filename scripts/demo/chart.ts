/**
 * Learning curves and maps in a terminal: lines of dots, eight a character, with letters where the numbers are.
 */

/** The dots of a character, by row and column, as Unicode's braille patterns number them. */
const BRAILLE = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]] as const
const FIRST = 0x2800

/** Characters that are drawn on: dots below, letters above. */
export interface Canvas {
  readonly width: number
  readonly height: number
  /** A dot at a place in units of characters from the top left. Off the canvas nothing happens. */
  readonly dot: (x: number, y: number) => void
  readonly line: (from: readonly [x: number, y: number], to: readonly [x: number, y: number]) => void
  /** Letters cover what is below, and earlier letters stay. */
  readonly letter: (x: number, y: number, text: string) => void
  readonly lines: () => ReadonlyArray<string>
}

/** An empty canvas of so many characters. */
export const canvas = (width: number, height: number): Canvas => {
  const dots = new Uint8Array(width * height)
  const letters = new Map<number, string>()
  const inside = (x: number, y: number): boolean => x >= 0 && x < width && y >= 0 && y < height
  const at = (x: number, y: number): number => Math.floor(y) * width + Math.floor(x)
  const dot = (x: number, y: number): void => {
    if (inside(x, y)) dots[at(x, y)]! |= BRAILLE[Math.floor(y * 4) % 4]![Math.floor(x * 2) % 2]!
  }
  const cell = (i: number): string => letters.get(i) ?? (dots[i] === 0 ? " " : String.fromCodePoint(FIRST + dots[i]!))
  return {
    width,
    height,
    dot,
    line: ([x0, y0], [x1, y1]) => {
      const steps = Math.max(1, Math.ceil(Math.max(Math.abs(x1 - x0) * 2, Math.abs(y1 - y0) * 4)))
      for (let i = 0; i <= steps; i++) dot(x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps)
    },
    letter: (x, y, text) => {
      if (inside(x, y) && !letters.has(at(x, y))) letters.set(at(x, y), text)
    },
    lines: () =>
      Array.from(
        { length: height },
        (_, row) => Array.from({ length: width }, (_, col) => cell(row * width + col)).join("").trimEnd()
      )
  }
}

/** A curve and the letter that stands on its points. */
export interface Series {
  readonly letter: string
  readonly points: ReadonlyArray<readonly [x: number, y: number]>
}

const extent = (values: ReadonlyArray<number>): readonly [low: number, high: number] => {
  const low = values.reduce((a, b) => Math.min(a, b), Infinity)
  const high = values.reduce((a, b) => Math.max(a, b), -Infinity)
  return low < high ? [low, high] : [low - 0.5, high + 0.5]
}

/** Where a value lies between the ends, from the middle of the first of `cells` characters to that of the last. */
const scale = ([low, high]: readonly [number, number], cells: number) => (value: number): number =>
  0.5 + (value - low) / (high - low) * (cells - 1)

const AXIS = 6

/** Curves over one axis, the highest value and the lowest written beside, the first x and the last below. */
export const curves = (series: ReadonlyArray<Series>, width: number, height: number): ReadonlyArray<string> => {
  const points = series.flatMap((one) => one.points)
  const [xs, ys] = [extent(points.map(([x]) => x)), extent(points.map(([, y]) => y))]
  const plot = canvas(width - AXIS, height)
  const [toX, toY] = [scale(xs, plot.width), scale([ys[1], ys[0]], plot.height)]
  for (const { letter, points } of series) {
    const placed = points.map(([x, y]) => [toX(x), toY(y)] as const)
    placed.forEach((point, i) => i > 0 && plot.line(placed[i - 1]!, point))
    for (const [x, y] of placed) plot.letter(x, y, letter)
  }
  const mark = (row: number): string => row === 0 ? ys[1].toFixed(2) : row === height - 1 ? ys[0].toFixed(2) : ""
  const ends = [String(xs[0]), String(xs[1])] as const
  return [
    ...plot.lines().map((line, row) => `${mark(row).padStart(AXIS - 2)} │${line}`),
    `${" ".repeat(AXIS - 1)}└${"─".repeat(plot.width)}`,
    `${" ".repeat(AXIS)}${ends[0]}${ends[1].padStart(plot.width - ends[0].length)}`
  ]
}

/** A place and what stands there. */
export interface Mark {
  readonly at: number
  readonly letter: string
}

/** A dot for so many places: more would be one blot. */
const SHARE = 4

/** Every fourth place as a dot, and letters at the marked ones. `places`: two numbers an item. */
export const map = (
  places: Float64Array | Float32Array,
  marks: ReadonlyArray<Mark>,
  width: number,
  height: number
): ReadonlyArray<string> => {
  const coordinate = (axis: 0 | 1) => Array.from({ length: places.length / 2 }, (_, i) => places[2 * i + axis]!)
  const [xs, ys] = [coordinate(0), coordinate(1)]
  const [toX, toY] = [scale(extent(xs), width), scale(extent(ys), height)]
  const plot = canvas(width, height)
  for (let i = 0; i < xs.length; i += SHARE) plot.dot(toX(xs[i]!), toY(ys[i]!))
  for (const { at, letter } of marks) plot.letter(toX(xs[at]!), toY(ys[at]!), letter)
  return plot.lines()
}
