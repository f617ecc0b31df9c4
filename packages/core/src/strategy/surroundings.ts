/**
 * What the parts of a strategy's tree are told while it runs.
 */
import type { Column } from "../Columns.ts"
import type * as Suppliers from "../Suppliers.ts"

/** What a strategy's tree is run with beside a frame. */
export interface Surroundings {
  /** The columns that the caller gave. */
  readonly given: ReadonlySet<Column>
  /** Whom to ask for others. */
  readonly supply: Suppliers.Supply
  /** The budgets that this part of the tree had in earlier rounds. */
  readonly past: ReadonlyArray<number>
}
