/**
 * Strategies that look at the groups of items: as many from each, or not too many from one. See `Strategy`.
 */
import type { Column } from "../Columns.ts"
import { mention } from "../declareColumn.ts"
import { InvalidOptions } from "../Errors.ts"
import { QUERY_SETTINGS } from "../query/names.ts"
import { fromNode, type Strategy } from "./node.ts"

/** The most that a group may have of a batch: a whole number from 1, or a share above 0 and at most 100, in percent. */
export type Most = number | `${number}%`

const percent = /^\d+(?:\.\d+)?%$/

const isMost = (most: unknown): boolean => {
  if (typeof most === "number") return Number.isSafeInteger(most) && most >= 1
  if (typeof most !== "string" || !percent.test(most)) return false
  const share = Number(most.slice(0, -1))
  return share > 0 && share <= 100
}

const checked = (part: string, column: Column): Column => {
  const isName = typeof column === "string" && (column as string).length > 0
  if (!isName || QUERY_SETTINGS.includes(column)) {
    const value = column, expected = "the name of a column"
    const own = { _tag: "Own", problem: `"${column}" is a setting of a query, and no column`, value, expected } as const
    throw new InvalidOptions({ part, path: "column", reason: isName ? own : { _tag: "Value", value, expected } })
  }
  mention([column])
  return column
}

/**
 * Shares the budget out over groups, and lets the strategy choose in each: as many patients, sites or videos as there are.
 *
 * `column` holds a text or a number an item (a list, a typed array, a matrix of one column, or the column `cluster`): equal ones
 * are a group, and empty texts, `null` and −1 make up one more, of the items in none; `probability` groups by class, see
 * {@link perClass}. Each group that has candidates gets as many
 * places as the others; one that has fewer candidates than that leaves its places to the others; what cannot be shared out equally goes
 * to the groups with the fewest labels, ties to the group whose first item is earlier in the pool and at last to the items in none. Within a group the strategy
 * chooses among its candidates, with its places for the budget, and knows what is labeled and picked anywhere. The picks are
 * interleaved. In a text: `per-group(site, typiclust)`.
 *
 * Fails with `PartFailed` where the column holds other values, and `MissingColumn` where it is not given.
 *
 * @example
 * ```ts
 * import { Matrix, selectSync, Strategy } from "@marginalia/core"
 * import { kCenterSampling } from "@marginalia/strategies"
 *
 * declare module "@marginalia/core" {
 *   interface Columns {
 *     readonly site: ReadonlyArray<string>
 *   }
 * }
 *
 * const strategy = Strategy.perGroup("site", kCenterSampling())
 * const embedding = Matrix.fromRows([[0], [90], [50], [1], [2], [3]])
 * const site = ["A", "A", "A", "B", "B", "B"]
 * console.log(selectSync(strategy, { embedding, site, budget: 4, seed: 0 }).ids.filter((id) => site[Number(id)] === "A").length) // => 2
 * ```
 */
export const perGroup = <C extends Column, N extends Column, R>(
  column: C,
  strategy: Strategy<N, R>
): Strategy<N | C, R> => fromNode("per-group", { _tag: "PerGroup", column: checked("per-group", column), strategy })

/**
 * Balances the batch of a `strategy` over classes: {@link perGroup} over the column `probability`, by which an item's group is its class: its label
 * where it has one, else the likeliest class of its row, ties to the smaller.
 *
 * So each class that is predicted of some candidate gets as many places as the others, and what is left over goes to those with
 * the fewest labels. The column comes from the query or, as for a score, from a `Classifier`; before any is trained an
 * experiment's `coldStart` stands in. Predictions of a poor model balance poorly. In a text: `per-group(probability, typiclust)`,
 * and `at-most-per(probability, 30%, typiclust)` for no more than so much of one class.
 *
 * Fails as {@link perGroup} does.
 *
 * @example
 * ```ts
 * import { Matrix, selectSync, Strategy } from "@marginalia/core"
 * import { kCenterSampling } from "@marginalia/strategies"
 *
 * const embedding = Matrix.fromRows([[0], [90], [50], [1]])
 * const probability = Matrix.fromRows([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.2, 0.8]])
 * const { ids } = selectSync(Strategy.perClass(kCenterSampling()), { embedding, probability, budget: 2, seed: 0 })
 * console.log(ids.map(String).includes("3"), ids.length) // => true 2
 * ```
 */
export const perClass = <N extends Column, R>(strategy: Strategy<N, R>): Strategy<N | "probability", R> =>
  perGroup("probability", strategy)

/**
 * A strategy of whose batch no group takes more than `most`: no patient a fifth of what is labeled.
 *
 * `column` is as {@link perGroup} takes it; items in no group are not counted. `most` is a number of items, or a share of the
 * batch in percent, rounded down, but at least one item. The strategy chooses the whole batch; its picks are taken in their order, those
 * of a group that is full are passed over; then it chooses the rest among the items of the other groups, knowing what was picked, and so
 * on. So where no group is ever full, the picks are the strategy's own. What a query includes is no pick of the strategy, and does not count. In a text: `at-most-per(patient, 10%, supclust)`.
 *
 * Fails with `PartFailed` where all groups together may not fill the budget, or the column holds other values, and with
 * `MissingColumn` where it is not given. Throws {@link InvalidOptions} for another `most`. As many runs of the strategy as
 * there are times that picks were refused, plus one.
 */
export const atMostPer = <C extends Column, N extends Column, R>(
  column: C,
  most: Most,
  strategy: Strategy<N, R>
): Strategy<N | C, R> => {
  if (!isMost(most)) {
    const reason = { _tag: "Value", value: most, expected: "a whole number from 1, or a share such as 10%" } as const
    throw new InvalidOptions({ part: "at-most-per", path: "most", reason })
  }
  return fromNode("at-most-per", { _tag: "AtMostPer", column: checked("at-most-per", column), most, strategy })
}
