/**
 * What is to be run, as it was asked for: by a file, by flags, or by both.
 */
import type { ReadFile } from "../file/read.ts"

/** See the module. */
export interface Request {
  /** Undefined where flags say it all. */
  readonly file?: ReadFile | undefined
  readonly preset?: string | undefined
  /** Only these data sets, or these instead of the preset's. */
  readonly data: ReadonlyArray<string>
  readonly strategies: ReadonlyArray<string>
  readonly framework?: string | undefined
  readonly embedding?: string | undefined
  readonly seeds?: number | undefined
  /** From above 0 to 1: budgets, pools, widths, epochs and seeds shrink by it. */
  readonly scale?: number | undefined
  /** Where paths that flags name start from. */
  readonly cwd: string
}
