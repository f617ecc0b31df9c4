/**
 * What is to be run, as it was asked for: by a file, by flags, or by both.
 */
import type { ReadFile } from "../file/read.ts"

/** What is to be run, as it was asked for: by a file, by flags, or by both. */
export interface Request {
  /** Undefined where flags say it all. */
  readonly file?: ReadFile | undefined
  /** A preset's name. */
  readonly preset?: string | undefined
  /** Only these data sets, or these instead of the preset's. */
  readonly data: ReadonlyArray<string>
  /** Names or texts of strategies; those of the preset or the file by default. */
  readonly strategies: ReadonlyArray<string>
  /** Which framework of a preset that has several. */
  readonly framework?: string | undefined
  /** What strategies see of an item, in place of the preset's. */
  readonly embedding?: string | undefined
  /** Whether the data sets, all folders of images, have no labels: as `unlabeled: true` of each says. Default false. */
  readonly unlabeled?: boolean | undefined
  /** How many seeds. */
  readonly seeds?: number | undefined
  /** From above 0 to 1: budgets, pools, widths, epochs and seeds shrink by it. */
  readonly scale?: number | undefined
  /** Where paths that flags name start from. */
  readonly cwd: string
}
