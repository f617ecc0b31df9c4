/**
 * What a search for neighbors is asked. See `Neighbors`.
 */
import type { Matrix } from "../Matrix.ts"
import type { Members } from "./groups.ts"

/** A search: among `members` of the matrix, within groups. Whole-pool search is one group. */
export interface WithinRequest extends Members {
  readonly matrix: Matrix
}
