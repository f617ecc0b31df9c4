/**
 * Which rows are nearer to each other than a radius, from what a device leaves: it tells which pairs surely are and which surely
 * are not, and exact distances decide the others.
 */
import * as Effect from "effect/Effect"
import { breathe } from "../kernels/engine.ts"
import { reported } from "../kernels/shared.ts"
import type { Strip } from "../kernels/strips.ts"
import type { Matrix } from "../Matrix.ts"
import { distance } from "../neighbors/distance.ts"
import * as Progress from "../Progress.ts"
import { blockOf, eachBit } from "./blocks.ts"
import type { Limits, Masks, Span } from "./device.ts"
import type { Held } from "./held.ts"
import { downward, slackFor, upward } from "./slack.ts"

/** Rows (positions, ascending) of a matrix, joined where their distance is < radius. */
interface Asked {
  readonly matrix: Matrix
  readonly rows: Uint32Array
  readonly radius: number
}

/** What the square of a radius is rounded by, and a root, as a part of it. */
const ROUNDED = 1e-9

const limitsOf = ({ frame, lengths, reach }: Held, { matrix, radius }: Asked, { from, to }: Span): Limits => {
  const surely = new Float32Array(to - from), maybe = new Float32Array(to - from)
  const slackOf = slackFor(matrix.cols), half = (radius * frame.factor) ** 2 / 2
  for (let i = 0; i < to - from; i++) {
    const own = lengths[from + i]! ** 2 / 2, slack = slackOf(lengths[from + i]!, reach)
    surely[i] = downward(half * (1 - ROUNDED) - own - slack)
    maybe[i] = upward(half * (1 + ROUNDED) - own + slack)
  }
  return { surely, maybe }
}

/** The later rows that each row of a span is joined to, and how many pairs were left open. `first` is the first row compared. */
const stripOf = (masks: Masks, { matrix, radius, rows }: Asked, { from, to }: Span, first: number) => {
  const offsets = new Uint32Array(to - from + 1)
  let later = new Uint32Array(4096), length = 0, open = 0
  const join = (row: number): void => {
    if (length === later.length) {
      const longer = new Uint32Array(2 * length)
      longer.set(later)
      later = longer
    }
    later[length++] = row
  }
  for (let own = from; own < to; own++) {
    eachBit(masks, own - from, rows.length - first, (place, sure) => {
      const other = first + place
      if (other <= own) return
      if (!sure) open++
      if (sure || distance(matrix.data, matrix.cols, rows[other]!, rows[own]!) < radius) join(other)
    })
    offsets[own - from + 1] = length
  }
  return { strip: { first: from, offsets, later: later.slice(0, length) } satisfies Strip as Strip, open }
}

/** The strips of the graph's upper half; `undefined` where a device has nothing to say. */
export const stripsHeld = Effect.fnUntraced(function*(held: Held, asked: Asked) {
  const { matrix: { cols }, radius, rows: { length } } = asked, progress = yield* Progress.Progress
  const strips: Array<Strip> = [], size = blockOf(held.device, length, cols)
  if (!(radius > 0) || !Number.isFinite((radius * held.frame.factor) ** 2)) return undefined
  for (let from = 0; from < length; from += size) {
    const span: Span = { from, to: Math.min(length, from + size) }
    const masks = yield* held.rows.below(span, { from, to: length }, limitsOf(held, asked, span))
    if (masks === undefined) return undefined
    yield* breathe("typescript", 2 * masks.maybe.length)
    const { open, strip } = stripOf(masks, asked, span, from)
    yield* breathe("typescript", 8 * strip.later.length + cols * open)
    held.device.count("coverage", { asked: (span.to - from) * (length - from), open })
    strips.push(strip)
    const total = length * length, done = total - (length - span.to) ** 2
    yield* reported(progress.report({ step: "radius graph", done, total }))
  }
  return strips
})
