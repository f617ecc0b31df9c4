/**
 * How strategies are told apart: a color, a dash and a marker each, so that color alone is never needed.
 */

/** The name of a CSS variable of the page; {@link light} and {@link dark} have its values. */
export type Ink = "ink" | "muted" | "faint" | "grid" | "paper" | `c${0 | 1 | 2 | 3 | 4 | 5}`

/**
 * After the hues of Okabe and Ito, moved until they differ on white for every kind of eye (the test says how much), at a
 * contrast of 3 : 1 or more.
 */
export const light: Readonly<Record<Ink, string>> = {
  ink: "#1d2329",
  muted: "#5d666f",
  faint: "#c3c8cd",
  grid: "#e3e6e9",
  paper: "#ffffff",
  c0: "#00509d",
  c1: "#e05a00",
  c2: "#008f73",
  c3: "#c76ba5",
  c4: "#704a00",
  c5: "#3d9be0"
}

/** The same hues on a dark ground. */
export const dark: Readonly<Record<Ink, string>> = {
  ink: "#e6e8ea",
  muted: "#9ba4ad",
  faint: "#4b535b",
  grid: "#2b3138",
  paper: "#14171a",
  c0: "#3a7de0",
  c1: "#ee7d38",
  c2: "#23a983",
  c3: "#d98ee0",
  c4: "#f5da6b",
  c5: "#a9e0fb"
}

const COLORS = 6
const dashes = [undefined, "7,3", "1.5,3"] as const
const symbols = ["circle", "square", "triangle", "diamond", "star", "cross", "wye"] as const

/** What a strategy looks like wherever it is drawn. */
export interface Look {
  /** A CSS color: a variable of the page. */
  readonly color: string
  readonly dash: string | undefined
  readonly symbol: (typeof symbols)[number]
  /** For class names: `s0`, `s1`, … */
  readonly number: number
}

/** A color as the page's variable. */
export const ink = (name: Ink): string => `var(--${name})`

/** Which strategy a name is of, and which of several experiments. */
export interface NamedSide {
  readonly strategy: string
  readonly number: number
}

/** The color and the marker tell the strategy, the dash the experiment. */
const sideLook = (order: ReadonlyArray<string>, { number: side, strategy }: NamedSide, number: number): Look => {
  const i = order.indexOf(strategy)
  return {
    color: ink(`c${i % COLORS}` as Ink),
    dash: dashes[side % dashes.length],
    symbol: symbols[i % symbols.length]!,
    number
  }
}

/**
 * The looks of strategies, by name: the control is gray and finely dashed; of the others, six colors, after those other
 * dashes. 18 strategies beside the control look different; beyond that looks repeat. Names that `sides` has (none by default) have
 * the color of their strategy and the dash of their side, the control too.
 */
export const looksOf = (
  strategies: ReadonlyArray<string>,
  control: string,
  sides: ReadonlyMap<string, NamedSide> = new Map()
): ReadonlyMap<string, Look> => {
  const others = strategies.filter((name) => name !== control)
  const order = [...new Set(Array.from(sides.values(), ({ strategy }) => strategy))]
  return new Map<string, Look>(strategies.map((name, number): [string, Look] => {
    const side = sides.get(name)
    if (side !== undefined) return [name, sideLook(order, side, number)]
    if (name === control) return [name, { color: ink("muted"), dash: "4,2", symbol: "circle", number }]
    const i = others.indexOf(name)
    const color = ink(`c${i % COLORS}` as Ink)
    const dash = dashes[Math.floor(i / COLORS) % dashes.length]
    return [name, { color, dash, symbol: symbols[i % symbols.length]!, number }]
  }))
}
