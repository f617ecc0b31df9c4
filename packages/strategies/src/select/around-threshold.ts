/**
 * Around the places where labels say that a class ends.
 */
import { Frame, Kernels, Ranking, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBlocks } from "../uncertainty/blocks.ts"

type View = Frame.Frame<"probability">

/** Elementary steps an item of finding those next to a threshold. */
const ORDER = 64

/** Where a class ends: after the item at a position with a key, in descending order; everything is after Infinity. */
interface Cut {
  readonly key: number
  readonly position: number
}

/**
 * By how much the model says class `k` of each item: its probability where it is the highest, else minus what is missing to
 * the highest. By position, for some positions.
 */
const keysOf = Effect.fnUntraced(function*({ probability, size }: View, k: number, positions: Uint32Array) {
  const { cols, data } = probability
  const keys = new Float64Array(size).fill(Number.NaN)
  yield* inBlocks(positions.length, cols, (from, to) => {
    for (let i = from; i < to; i++) {
      const at = positions[i]! * cols
      let most = 0
      for (let c = 0; c < cols; c++) if (data[at + c]! > most) most = data[at + c]!
      keys[positions[i]!] = data[at + k]! === most ? most : data[at + k]! - most
    }
  })
  return keys
})

/** Labeled items of known class. */
const known = ({ labeled, labels }: Frame.Base): ReadonlyArray<readonly [position: number, label: number]> =>
  Array.from(labeled, (position, i) => [position, labels[i]!] as const).filter(([, label]) => label >= 0)

/**
 * The best threshold of class `k`: after as many labeled items, in the order of their keys, as leaves the most labels of the
 * class less the others before it; the first of equals. With no labels it is the model's own, after the items of which it
 * says the class.
 */
export const cutOf = (frame: Frame.Base, keys: Float64Array, k: number): Cut => {
  const labels = known(frame).toSorted(([a], [b]) => keys[b]! - keys[a]! || a - b)
  if (labels.length === 0) return { key: 0, position: -1 }
  let best: Cut = { key: Infinity, position: -1 }, [sum, most] = [0, 0]
  for (const [position, label] of labels) {
    sum += label === k ? 1 : -1
    if (sum > most) [most, best] = [sum, { key: keys[position]!, position }]
  }
  return best
}

const isBefore = (keys: Float64Array, cut: Cut) => (position: number): boolean =>
  keys[position]! > cut.key || (keys[position]! === cut.key && position <= cut.position)

/** The last `n` of some positions in the order of their keys, the last one first. */
const lastOf = (positions: Uint32Array, keys: Float64Array, n: number): Uint32Array => {
  const { length } = keys, mirrored = new Float64Array(length)
  for (const position of positions) mirrored[length - 1 - position] = -keys[position]!
  return Ranking.top(positions.map((position) => length - 1 - position), mirrored, n).map((at) => length - 1 - at)
}

/** Two lists by turns, the first list first. */
const byTurns = (left: Uint32Array, right: Uint32Array): ReadonlyArray<number> =>
  Array.from(
    { length: Math.max(left.length, right.length) },
    (_, i) => [left, right].flatMap((list) => i < list.length ? [list[i]!] : [])
  ).flat()

/** The classes by how many labels they have, fewest first; ties to the smaller one. */
export const rarestFirst = (frame: Frame.Base, classes: number): ReadonlyArray<number> => {
  const counts = new Float64Array(classes)
  for (const [, label] of known(frame)) if (label < classes) counts[label]! += 1
  return [...counts.keys()].sort((a, b) => counts[a]! - counts[b]! || a - b)
}

/** Of one class up to `share` candidates next to its threshold that are not taken, nearest first. */
const aroundOne = Effect.fnUntraced(function*(frame: View, k: number, share: number, taken: ReadonlySet<number>) {
  const all = Frame.concat(frame.candidates, frame.labeled)
  const keys = yield* keysOf(frame, k, all)
  const cut = cutOf(frame, keys, k), before = isBefore(keys, cut)
  yield* Kernels.breathe(ORDER * all.length)
  const n = share + frame.labeled.length + taken.size
  const left = lastOf(all.filter(before), keys, n)
  const right = Ranking.top(all.filter((position) => !before(position)), keys, n)
  const may = Frame.mask(frame.size, frame.candidates)
  return byTurns(left, right).filter((position) => may[position] === 1 && !taken.has(position)).slice(0, share)
})

const choose = Effect.fnUntraced(function*(frame: View) {
  const { cols } = frame.probability
  const length = Math.min(frame.budget, frame.candidates.length)
  const taken = new Set<number>(), scores: Array<number> = []
  for (const [i, k] of rarestFirst(frame, cols).entries()) {
    const share = Math.floor(length / cols) + (i < length % cols ? 1 : 0)
    if (share === 0) break
    const near = yield* aroundOne(frame, k, share, taken)
    for (const [step, position] of near.entries()) {
      taken.add(position)
      scores.push(-step)
    }
  }
  return { positions: Uint32Array.from(taken), scores: Float64Array.from(scores) }
})

/**
 * For each class, the one with the fewest labels first, an equal share of the batch next to the threshold at which the labels
 * say that it ends. Items stand in the order of p_k where k is the model's class, and then of p_k − max p; the threshold is the
 * place with the most labels of k less labels of other classes before it (the first of equals); candidates are taken from
 * before and after it by turns. What is left over in dividing goes to the rarest classes.
 *
 * With no labels of known classes the threshold is the model's own. Ties of classes go to the smaller one, of items to the
 * smaller position. The score is minus the number of items of its class that were taken before it. O(C N), O(N) memory.
 *
 * Needs `probability`, and reads the labels.
 *
 * Source: Nuggehalli, Zhang, Jain & Nowak 2025 (DIRECT), section 4.
 */
export const aroundThreshold: Select.Maker<Record<never, never>, "probability"> = Select.define({
  name: "around-threshold",
  summary: "candidates next to where labels say that a class ends, an equal share a class, the rarest first",
  source: "Nuggehalli, Zhang, Jain & Nowak 2025 (DIRECT), section 4",
  options: Schema.Struct({}),
  needs: ["probability"],
  pick: () => choose
})
