/**
 * The flags that say which items may be chosen, and which must be.
 */
import type { ScopeOptions } from "@marginalia/experiments/selection/scope"
import type { SpendOptions } from "@marginalia/experiments/selection/spending"
import * as Flag from "effect/cli/Flag"
import * as Option from "effect/Option"

const ids = "ids: the column id of a table, or one a line of a .txt; may be repeated"

/** Which items may be chosen, and which must be. */
export const scope = {
  only: Flag.String("only").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(`Choose among these items alone, by a file of ${ids}`),
    Flag.atLeast(0)
  ),
  exclude: Flag.String("exclude").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(`Do not choose these items, by a file of ${ids}`),
    Flag.atLeast(0)
  ),
  include: Flag.String("include").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription(`Choose these items first; they count in the budget. By a file of ${ids}`),
    Flag.atLeast(0)
  ),
  where: Flag.String("where").pipe(
    Flag.withMetavar("condition"),
    Flag.withDescription(
      "Choose among rows of which this holds: site != \"A\" and width >= 64; and, or, not, in (…), null"
    ),
    Flag.optional
  ),
  metadata: Flag.String("metadata").pipe(
    Flag.withMetavar("FILE"),
    Flag.withDescription("A table with the columns of --where, by id (default: the pool itself)"),
    Flag.optional
  ),
  costColumn: Flag.String("cost-column").pipe(
    Flag.withMetavar("NAME"),
    Flag.withDescription(
      "The column of what a label of each item costs, of the pool or of --column, for --budget-cost"
    ),
    Flag.optional
  ),
  budgetCost: Flag.Finite("budget-cost").pipe(
    Flag.withMetavar("X"),
    Flag.filter((most) => most > 0, () => "a number above 0"),
    Flag.withDescription(
      "Spend no more than this on the batch, by --cost-column; --budget is then the most items that it has"
    ),
    Flag.optional
  )
}

/** {@link scope} as it was given. */
export interface ScopeAsked {
  readonly only: ReadonlyArray<string>
  readonly exclude: ReadonlyArray<string>
  readonly include: ReadonlyArray<string>
  readonly where: Option.Option<string>
  readonly metadata: Option.Option<string>
  readonly costColumn: Option.Option<string>
  readonly budgetCost: Option.Option<number>
}

/** For the library. */
export const scopeAsked = (
  { budgetCost, costColumn, exclude, include, metadata, only, where }: ScopeAsked
): ScopeOptions & SpendOptions => ({
  only,
  exclude,
  include,
  where: Option.getOrUndefined(where),
  metadata: Option.getOrUndefined(metadata),
  costColumn: Option.getOrUndefined(costColumn),
  budgetCost: Option.getOrUndefined(budgetCost)
})
