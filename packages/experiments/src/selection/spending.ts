/**
 * What a label of each item costs, by a column, and how much a batch may cost. Tested in packages/cli/test/cost.test.ts.
 */
import * as Message from "@marginalia/core/Message"
import { shortNumber } from "@marginalia/core/Words"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"

/** How much a batch may cost. */
export interface SpendOptions {
  /** The column of what a label of each item costs, of the pool's own table or of `columns`. Default: labels cost nothing. */
  readonly costColumn?: string | undefined
  /** The most that the batch may cost, included items counted. Default: no limit. */
  readonly budgetCost?: number | undefined
}

/** The column and the limit. */
export interface Spend {
  readonly column: string
  readonly most: number
}

/** What was read of costs and their limit. */
export interface Paid {
  /** What labels cost, and how much the batch may cost; undefined for no limit. */
  readonly spend?: Spend | undefined
  /** The costs by position, where there is a limit. */
  readonly costs?: Float64Array | undefined
  /** A column that says what labels cost, and nothing else: the strategy does not group by it. */
  readonly priced?: string | undefined
}

/** The column and the limit, of which nobody means one alone; undefined where neither is given. Fails with `UsageProblem`. */
export const spendOf = ({ budgetCost, costColumn }: SpendOptions): Effect.Effect<Spend | undefined, UsageProblem> => {
  if (costColumn !== undefined && budgetCost !== undefined) {
    return Effect.succeed({ column: costColumn, most: budgetCost })
  }
  if (costColumn === undefined && budgetCost === undefined) return Effect.succeed(undefined)
  const [given, other] = costColumn === undefined ? ["budgetCost", "costColumn"] : ["costColumn", "budgetCost"]
  const problem = Message.text`${Message.setting(given)} is given without ${Message.setting(other)}`
  return Effect.fail(
    new UsageProblem({ problem, hint: "give both, or neither", reason: "Idle", setting: given })
  )
}

/** The costs in a `column`'s cells, one an item of the pool. */
const costsIn = (
  column: string,
  cells: ReadonlyArray<string>,
  idOf: (position: number) => string
): Effect.Effect<Float64Array, UsageProblem> => {
  const costs = Float64Array.from(cells, (cell) => cell.trim() === "" ? Number.NaN : Number(cell))
  const wrong = costs.findIndex((cost) => !(cost >= 0 && cost < Infinity))
  if (wrong < 0) return Effect.succeed(costs)
  const cell = cells[wrong]!, expected = "a number from 0"
  const what = cell === "" ? "is empty" : `holds ${JSON.stringify(cell)}`
  return Effect.fail(
    new UsageProblem({
      problem: `the cost of item ${idOf(wrong)}, in the column ${column}, ${what}; a cost is ${expected}`,
      hint: "give every item of the pool what its label costs",
      reason: "Value",
      setting: "costColumn",
      value: cell,
      expected
    })
  )
}

/** There is no such column. */
const lacking = (column: string, pool: string): UsageProblem =>
  new UsageProblem({
    problem: `${pool} has no column ${column}, which is to say what labels cost`,
    hint: Message.text`name one that it has, or give a table of ids and costs by ${Message.column(column)}`,
    reason: "Unknown",
    setting: "costColumn",
    value: column,
    allowed: []
  })

/** What costs were read, in words. */
const costsNote = (column: string, costs: Float64Array): string => {
  const [low, high] = [costs.reduce((a, b) => Math.min(a, b)), costs.reduce((a, b) => Math.max(a, b))]
  return `${column}: labels cost ${
    low === high ? shortNumber(low) : `${shortNumber(low)} to ${shortNumber(high)}`
  } each`
}

/** What is known of the costs of labels. */
export interface Costs {
  /** By position; undefined where there is no limit. */
  readonly costs: Float64Array | undefined
  /** The column that says them, where strategies do not group by it: then it is no column of the query. */
  readonly priced: string | undefined
  readonly notes: ReadonlyArray<string>
}

interface Read {
  readonly path: string
  readonly ids: ReadonlyArray<string> | undefined
  readonly groups?: ReadonlyMap<string, ReadonlyArray<string>> | undefined
}

/**
 * What labels cost, by a column of a file of columns or else of the pool's own table; nothing where there is no limit (`spend`).
 * `grouping` are the columns that the strategy groups by. Fails with `UsageProblem` where there is no such column, and for a cell
 * that is no number from 0.
 */
export const costsOf = Effect.fnUntraced(function*(
  spend: Spend | undefined,
  grouping: ReadonlyArray<string>,
  pool: Read,
  columns: ReadonlyArray<{ readonly name: string; readonly value: unknown }>
) {
  if (spend === undefined) return { costs: undefined, priced: undefined, notes: [] } satisfies Costs as Costs
  const { column } = spend, file = columns.find(({ name }) => name === column)
  const cells = (file?.value as ReadonlyArray<string> | undefined) ?? pool.groups?.get(column)
  if (cells === undefined) return yield* lacking(column, pool.path)
  const costs = yield* costsIn(column, cells, (position) => pool.ids?.[position] ?? String(position))
  const priced = grouping.includes(column) ? undefined : column
  return { costs, priced, notes: [costsNote(column, costs)] } satisfies Costs as Costs
})
