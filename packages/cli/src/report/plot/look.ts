/**
 * How strategies are told apart: a color, a dash and a marker each, so that color alone is never needed.
 */

/** The name of a CSS variable of the page; {@link light} and {@link dark} have its values. */
export type Ink = "ink" | "muted" | "faint" | "grid" | "paper" | `c${0 | 1 | 2 | 3 | 4 | 5}`

/** Okabe and Ito's colors without black and yellow, darkened where white would swallow them: 3 : 1 at least. */
export const light: Readonly<Record<Ink, string>> = {
  ink: "#1d2329",
  muted: "#5d666f",
  faint: "#c3c8cd",
  grid: "#e3e6e9",
  paper: "#ffffff",
  c0: "#0072b2",
  c1: "#d55e00",
  c2: "#00946c",
  c3: "#bd5f95",
  c4: "#b07d00",
  c5: "#4a9bd4"
}

/** The same hues on a dark ground. */
export const dark: Readonly<Record<Ink, string>> = {
  ink: "#e6e8ea",
  muted: "#9ba4ad",
  faint: "#4b535b",
  grid: "#2b3138",
  paper: "#14171a",
  c0: "#3d8fd1",
  c1: "#f0803c",
  c2: "#1fb48a",
  c3: "#e08fbd",
  c4: "#dba62b",
  c5: "#8ccbf5"
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

/**
 * The looks of strategies, by name: the control is gray and finely dashed; of the others, six colors, after those other
 * dashes. 18 strategies beside the control look different; beyond that looks repeat.
 */
export const looksOf = (strategies: ReadonlyArray<string>, control: string): ReadonlyMap<string, Look> => {
  const others = strategies.filter((name) => name !== control)
  return new Map<string, Look>(strategies.map((name, number): [string, Look] => {
    if (name === control) return [name, { color: ink("muted"), dash: "4,2", symbol: "circle", number }]
    const i = others.indexOf(name)
    const color = ink(`c${i % COLORS}` as Ink)
    const dash = dashes[Math.floor(i / COLORS) % dashes.length]
    return [name, { color, dash, symbol: symbols[i % symbols.length]!, number }]
  }))
}
