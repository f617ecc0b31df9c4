/** A pool that can be asked about. */
import type { Columns } from "@marginalia/core"
import type { Shown } from "./protocol.ts"

/** A pool that can be asked about. */
export interface Pool {
  readonly shown: Shown
  /** How many classes there are; 0 where nobody knows. */
  readonly classes: number
  /** What was asked about in vain. Default nothing. */
  readonly declined?: ReadonlyArray<number>
  /** The columns that are needed, as they are with these labels. */
  readonly columns: (needs: ReadonlySet<string>, labeled: ReadonlyArray<number>) => Partial<Columns>
}
