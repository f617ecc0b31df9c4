/**
 * A device beside the processor that multiplies rows in single precision, in whatever order. What it says is near the truth
 * (`slack.ts` says how near) and never the truth: it is asked what is surely so, and kernels decide the rest. So no result depends on it.
 */
import type * as Effect from "effect/Effect"
import type { Matrix } from "../Matrix.ts"

/** What a value that is larger than any other stands for; infinity is not sure to survive on a device. */
export const FAR = 3e38

/** Rows `from … to − 1`. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A few points c to compare rows with: `data` is count × cols, `halves` holds |c|²/2. */
export interface Points {
  readonly count: number
  readonly data: Float32Array
  readonly halves: Float32Array
}

/** By row x: which point c has the least |c|²/2 − x·c, that value, and the least of the other points ({@link FAR}: there is none). */
export interface Nearest {
  readonly best: Uint32Array
  readonly first: Float32Array
  readonly second: Float32Array
}

/** By row of a span: values |y|²/2 − x·y up to `surely` are surely meant, those above `maybe` surely not. */
export interface Limits {
  readonly surely: Float32Array
  readonly maybe: Float32Array
}

/** For each row of a span `words` words, a bit for each row that it was compared with, the first the lowest. */
export interface Masks {
  readonly words: number
  readonly surely: Uint32Array
  readonly maybe: Uint32Array
}

/** An answer, or `undefined`: the device has nothing to say (any more), and kernels do all of the work. */
export type Answer<A> = Effect.Effect<A | undefined>

/** So many rows that a row is compared with share a word, or a least value. */
export const WORD = 32

/** How many words, or least values, the rows of a span take. */
export const wordsOf = ({ from, to }: Span): number => Math.ceil((to - from) / WORD)

/** Rows x that a device holds, with the half squares of their lengths that it was given. Spans begin at multiples of {@link WORD}. */
export interface DeviceRows {
  /** Which of some points is nearest to each row. */
  readonly nearest: (points: Points) => Answer<Nearest>
  /** |c|²/2 − x·c of every row and point: rows × count, row by row. */
  readonly values: (points: Points) => Answer<Float32Array>
  /** The least |y|²/2 − x·y of each {@link WORD} rows y of `among`, other than x itself: rows of `span` × words, row by row. */
  readonly least: (span: Span, among: Span) => Answer<Float32Array>
  /** Which rows y of `among` have a value |y|²/2 − x·y within the limits of row x of `span`; x itself as any other. */
  readonly below: (span: Span, among: Span, limits: Limits) => Answer<Masks>
}

/** Rows for a device: `halves` are |x|²/2; with `keep` they are never written to and may stay there for as long as the matrix lives. */
export interface Placing {
  readonly matrix: Matrix
  readonly halves: Float32Array
  readonly keep: boolean
}

/** How much of what was asked a device left to the kernels. */
export interface Share {
  /** Rows of k-means and k-center, rounds of k-means++, pairs of neighbors and coverage. */
  readonly asked: number
  /** How many of them kernels had to decide. */
  readonly open: number
}

/** See the module. */
export interface Device {
  readonly name: string
  /** Work below so many multiply-adds is done by kernels at once: handing it over would take longer. */
  readonly worth: number
  /** Multiply-adds that are asked for at a time, about. */
  readonly most: number
  /** Brings rows to the device for `use`; `undefined` where it cannot hold them. */
  readonly lend: <A, E, R>(
    placing: Placing,
    use: (rows: DeviceRows | undefined) => Effect.Effect<A, E, R>
  ) => Effect.Effect<A, E, R>
  /** Is told why a device can be trusted no more: it says nothing from then on. */
  readonly refuse: (why: string) => void
  /** Counts, by kind of work, what was asked and what was left open. */
  readonly count: (work: string, share: Share) => void
}
