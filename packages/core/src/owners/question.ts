/**
 * What is asked of someone who has some of a pool's rows, and what is answered: whole numbers, flags and arrays of numbers, so that
 * all of it can be sent. Positions are of that owner's own rows, from 0, and ascending.
 */

/** Whatever a question or an answer holds. */
export type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array

/** What is asked, and what is answered. */
export interface Questions {
  /** Some rows as they stand in the frame, and their squared lengths there, where {@link Questions.Squares} was asked. */
  readonly Rows: {
    readonly asks: { readonly positions: Uint32Array }
    readonly answers: { readonly data: Float32Array; readonly squares: Float64Array }
  }
  /** The point without the columns in which a difference to it is no number of single precision. */
  readonly Exact: {
    readonly asks: { readonly point: Float64Array }
    readonly answers: { readonly point: Float64Array }
  }
  /** Puts all rows into a frame; the largest square of a distance to a point of it. */
  readonly Squares: {
    readonly asks: { readonly origin: Float64Array; readonly factor: Float64Array; readonly point: Float64Array }
    readonly answers: { readonly most: Float64Array }
  }
  /** A start of k-means, of so many candidates a center: no row has a center. */
  readonly Begin: { readonly asks: { readonly count: number }; readonly answers: Record<never, never> }
  /** What each of some rows, with their squared lengths, would leave as the next center, by block and candidate. */
  readonly Candidates: {
    readonly asks: { readonly number: number; readonly rows: Float32Array; readonly norms: Float64Array }
    readonly answers: { readonly sums: Float64Array }
  }
  /** Makes a row center `number`: candidate `pick` of those asked for before, or any row, where it is −1. The sums of D² by block. */
  readonly Take: {
    readonly asks: {
      readonly number: number
      readonly row: Float32Array
      readonly norm: Float64Array
      readonly pick: number
    }
    readonly answers: { readonly sums: Float64Array }
  }
  /** D² of the rows of a block. */
  readonly Masses: { readonly asks: { readonly block: number }; readonly answers: { readonly squared: Float64Array } }
  /** There are `k` centers, and no more will be drawn; the rows of each. `grid`: the first grid of exact sums of all owners' rows, and by what each further one is finer. */
  readonly Means: {
    readonly asks: { readonly k: number; readonly grid: Float64Array }
    readonly answers: { readonly sizes: Uint32Array }
  }
  /** The exact sums of the rows of the flagged centers, as many levels as this owner's rows need. */
  readonly Sums: {
    readonly asks: { readonly flags: Int32Array }
    readonly answers: { readonly sums: Float64Array }
  }
  /** Assigns the rows to centers that moved by `drift`: which won or lost some, and the rows of each. */
  readonly Assign: {
    readonly asks: { readonly centers: Float64Array; readonly drift: Float32Array }
    readonly answers: { readonly dirty: Int32Array; readonly sizes: Uint32Array }
  }
  /** Measures the distance of every row to its own center. */
  readonly Measure: { readonly asks: { readonly centers: Float64Array }; readonly answers: Record<never, never> }
  /** The row farthest from its center, among clusters of two rows and more; −1: all lie on theirs. */
  readonly Farthest: {
    readonly asks: { readonly sizes: Uint32Array }
    readonly answers: { readonly row: number; readonly cluster: number; readonly square: Float64Array }
  }
  /** Moves a row to a cluster. */
  readonly Give: {
    readonly asks: { readonly row: number; readonly cluster: number }
    readonly answers: Record<never, never>
  }
  /** Adds the measured squares, in order, to those before. */
  readonly Inertia: {
    readonly asks: { readonly total: Float64Array }
    readonly answers: { readonly total: Float64Array }
  }
  /** The cluster of each row. */
  readonly Assignment: { readonly asks: Record<never, never>; readonly answers: { readonly own: Int32Array } }
  /** Greedy k-center: a byte a row, 1 where it may be picked. */
  readonly Field: { readonly asks: { readonly open: Uint8Array }; readonly answers: Record<never, never> }
  /** Adds all rows, in order, to a sum of those before. */
  readonly ColumnSums: {
    readonly asks: { readonly sums: Float64Array }
    readonly answers: { readonly sums: Float64Array }
  }
  /** The open row nearest to a sum of `rows` rows, when it is as many times as large; −1: none is open. */
  readonly Central: {
    readonly asks: { readonly sums: Float64Array; readonly rows: number }
    readonly answers: { readonly row: number; readonly square: Float64Array }
  }
  /** Adds centers, closes rows that were picked, and keeps the farthest: their distances, and the first row that was left out. */
  readonly Lower: {
    readonly asks: { readonly centers: Float32Array; readonly closed: Uint32Array; readonly keep: number }
    readonly answers: {
      readonly positions: Uint32Array
      readonly squares: Float64Array
      readonly data: Float32Array
      readonly out: Float64Array
    }
  }
}

/** The names of questions. */
export type Tag = keyof Questions

/** A question of a name, or any. */
export type Question<T extends Tag = Tag> = { readonly [N in T]: { readonly _tag: N } & Questions[N]["asks"] }[T]

/** The answer to it. */
export type Answer<T extends Tag = Tag> = Questions[T]["answers"]

/** Questions after which an owner knows, or is, something else. */
const changing: ReadonlySet<Tag> = new Set<Tag>([
  "Squares",
  "Begin",
  "Take",
  "Means",
  "Assign",
  "Measure",
  "Give",
  "Field",
  "Lower"
])

/** What these forget of what was asked before. */
const forgets: { readonly [N in Tag]?: ReadonlyArray<Tag> } = {
  Squares: ["Squares"],
  Begin: ["Begin", "Take", "Means", "Assign", "Measure", "Give"],
  Assign: ["Take", "Assign", "Measure", "Give"],
  Field: ["Field", "Lower"]
}

const both = (a: Float32Array, b: Float32Array): Float32Array => {
  const all = new Float32Array(a.length + b.length)
  all.set(a)
  all.set(b, a.length)
  return all
}

const joined = (a: Question<"Lower">, b: Question<"Lower">): Question<"Lower"> => ({
  ...b,
  centers: both(a.centers, b.centers),
  closed: Uint32Array.from([...a.closed, ...b.closed]),
  keep: 0
})

/** A question as one who knows nothing of those that change nothing is asked it: there are no candidates, but a row. */
export const anew = <T extends Tag>(question: Question<T>): Question<T> =>
  question._tag === "Take" ? { ...question, pick: -1 } : question

/**
 * What has to be asked again of one who begins anew, when this was asked after it: as little as leads to the same. The answers to
 * the question that follows are the same bits.
 */
export const remembered = (before: ReadonlyArray<Question>, question: Question): ReadonlyArray<Question> => {
  if (!changing.has(question._tag)) return before
  const dropped = forgets[question._tag] ?? [], kept = before.filter(({ _tag }) => !dropped.includes(_tag))
  const last = kept.at(-1)
  if (question._tag === "Lower" && last?._tag === "Lower") return [...kept.slice(0, -1), joined(last, question)]
  return [...kept, question._tag === "Lower" ? { ...question, keep: 0 } : anew(question)]
}
