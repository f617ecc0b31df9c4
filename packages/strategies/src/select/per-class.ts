/**
 * A share of the batch for each class that the model says.
 */
import { type Frame, Kernels, Options, Ranking, Select } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { inBlocks } from "../uncertainty/blocks.ts"
import { favorite } from "../uncertainty/passes.ts"

/** The option of the part and of the recipe. */
export const quotas = Options.field(
  Schema.Literals(["tail-first", "equal"]),
  "tail-first",
  "the shares of the classes: tail-first, inverse to one more than their labels; equal, the same for all"
)

const options = Schema.Struct({ quotas })

/** What {@link perClass} takes besides its score. */
export interface PerClassOptions {
  /**
   * The shares of the classes: tail-first, inverse to one more than their labels; equal, the same for all. Default
   * "tail-first".
   */
  readonly quotas?: "tail-first" | "equal"
}

/** Elementary steps an item of putting candidates in order. */
const ORDER = 32

/** How many labels of each class there are; labels of no known class do not count. */
const labelsOf = ({ labels }: Frame.Base, classes: number): Float64Array => {
  const counts = new Float64Array(classes)
  for (const label of labels) if (label >= 0 && label < classes) counts[label]! += 1
  return counts
}

/** The classes that share a batch, by number. */
export interface Shares {
  /** The inverse of each one's share: a whole number, so that what is equal is found equal. */
  readonly inverse: Float64Array
  /** How many labels each has. */
  readonly labels: Float64Array
  /** How many places each has had. */
  readonly given: Float64Array
  /** How many more each can fill. */
  readonly room: ReadonlyArray<number>
}

/**
 * Which class has the next place of a batch, place by place: the one that is farthest behind its share, by Webster's
 * rule, among those that have candidates left. Ties go to the class with fewer labels, then to the smaller one.
 */
export const places = ({ given, inverse, labels, room }: Shares, budget: number): ReadonlyArray<number> => {
  const [had, taken] = [given.slice(), room.map(() => 0)]
  const ahead = (c: number) => inverse[c]! * (2 * had[c]! + 1)
  const isBefore = (a: number, b: number) => ahead(a) < ahead(b) || (ahead(a) === ahead(b) && labels[a]! < labels[b]!)
  const order: Array<number> = []
  while (order.length < budget) {
    let next = -1
    for (let c = 0; c < room.length; c++) {
      if (taken[c]! < room[c]! && (next < 0 || isBefore(c, next))) next = c
    }
    if (next < 0) break
    taken[next]! += 1
    had[next]! += 1
    order.push(next)
  }
  return order
}

/** The candidates of each class that the model says, and how many of what was picked before are of it. */
const saidOf = Effect.fnUntraced(function*({ candidates, picked, probability }: Frame.Frame<"probability">) {
  const { cols, data } = probability
  const groups = Array.from({ length: cols }, (): Array<number> => []), given = new Float64Array(cols)
  yield* inBlocks(candidates.length, cols, (from, to) => {
    for (let i = from; i < to; i++) groups[favorite(data, candidates[i]! * cols, cols)]!.push(candidates[i]!)
  })
  for (const position of picked) given[favorite(data, position * cols, cols)]! += 1
  return { groups, given }
})

/**
 * Gives each class a share of the batch, and takes as many of the candidates of which the model says it, those of the
 * highest scores first. The shares are in proportion to 1/(1 + n_c), for n_c labels of the class (with `quotas: "equal"`
 * all the same), and places are given one by one to the class that is farthest behind (Webster's rule), so that the
 * picks for a smaller budget begin those for a larger one. A class without candidates leaves its places to the others.
 *
 * Ties of scores go to the smaller position, of classes to the one with fewer labels and then to the smaller one. Labels of
 * no known class do not count. O(N C + b C), and the score.
 *
 * Needs `probability`, and what the score needs.
 *
 * Source: Aggarwal, Popescu & Hudelot 2020, Active learning for imbalanced datasets, WACV, for the balance; Webster's rule.
 */
export const perClass: Select.Over<PerClassOptions, "probability"> = Select.defineOver({
  name: "per-class",
  summary: "a share of the batch for each class that the model says, those with few labels first",
  source:
    "Aggarwal, Popescu & Hudelot 2020, Active learning for imbalanced datasets, WACV, for the balance; Webster's rule",
  options,
  needs: ["probability"],
  pick: (score, { quotas }) => (frame) =>
    Effect.gen(function*() {
      const scores = yield* score.of(frame)
      const { given, groups } = yield* saidOf(frame)
      const labels = labelsOf(frame, groups.length), inverse = labels.map((n) => quotas === "equal" ? 1 : 1 + n)
      const order = places({ inverse, labels, given, room: groups.map(({ length }) => length) }, frame.budget)
      yield* Kernels.breathe(ORDER * frame.candidates.length)
      const best = groups.map((group, c) =>
        Ranking.top(Uint32Array.from(group), scores, order.filter((one) => one === c).length)
      )
      const next = groups.map(() => 0)
      const positions = Uint32Array.from(order, (c) => best[c]![next[c]!++]!)
      return {
        positions,
        scores: Float64Array.from(positions, (position) => scores[position]!),
        evidence: [{ name: score.spec.name, values: scores }],
        notes: { classes: new Set(order).size }
      }
    })
})
