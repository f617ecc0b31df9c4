/** What a clusterer is asked of rows that stay in their file. */
import type { Tiles } from "../Tiles.ts"
import type { ClusterRequest } from "./request.ts"

/** What to cluster where it stays in its file, and how. */
export interface TilesRequest extends Omit<ClusterRequest, "matrix" | "initial"> {
  /** The pool's rows, N × d; one at least. */
  readonly tiles: Tiles
}
