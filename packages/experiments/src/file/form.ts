/**
 * The one long form of an experiment file: what `read.ts` makes of every short one. Tested by `read.test.ts`.
 */
import type { OracleWord } from "../oracle/word.ts"
import type * as Decoders from "./decoders.ts"
import type { LearnerWord } from "./learner.ts"
import type { TaskWord } from "./task.ts"

/** What may be said for all data sets, or for one. */
export interface Settings {
  /** Labels a round; a list has an entry for each round, and says how many there are. */
  readonly budget?: Decoders.Amount | ReadonlyArray<Decoders.Amount>
  readonly rounds?: number
  readonly initial?: Decoders.Initial
  readonly embedding?: Decoders.EmbeddingWord
  readonly learner?: LearnerWord
  readonly oracle?: OracleWord
  readonly subset?: { readonly items: number; readonly seed: number } | null
  readonly longTail?: { readonly factor: number; readonly seed: number } | null
  readonly holdOut?: { readonly fraction: number; readonly seed: number } | null
  /** When a unit stops before all rounds are done, as `Stopping.read` reads it; `never` for not. */
  readonly stop?: string
  /** What the labels are, and the settings of the learner of sets and numbers. */
  readonly task?: TaskWord
  /** The radius of the maximum-separation heads that strategies ask for. */
  readonly radius?: number
}

/** A data set: a known one, or files. */
export interface DataWord extends Settings {
  readonly name?: string
  /** Of a preset that has several: `ssl`, `fsl`. */
  readonly framework?: string
  readonly dataset?: string
  readonly folder?: string
  readonly size?: number
  /** Whether a folder's images have no labels: its folders are no classes, and someone is asked. */
  readonly unlabeled?: boolean
  readonly pool?: string
  readonly labels?: string
  readonly idColumn?: string
  readonly features?: ReadonlyArray<string>
  readonly labelColumn?: string
  readonly noHeader?: boolean
  /** Which rows are the pool, by its column that says what each row is for. */
  readonly split?: "train" | "val" | "test" | "all"
  readonly labelsByPosition?: boolean
  readonly trustPredictions?: boolean
  /** The value that is white in images of more than 8 bits. */
  readonly white?: number
  readonly labelField?: string
  readonly skipLabels?: ReadonlyArray<string>
  readonly classes?: ReadonlyArray<string>
  /** Which items of a pool may be chosen, which must be, and what labels cost. */
  readonly only?: ReadonlyArray<string>
  readonly exclude?: ReadonlyArray<string>
  readonly include?: ReadonlyArray<string>
  readonly where?: string
  readonly metadata?: string
  readonly costColumn?: string
  readonly budgetCost?: number
  /** Items that are never picked: of a pool a file and its labels, of an unlabeled folder a folder with a folder a class. */
  readonly test?: { readonly pool: string; readonly labels: string } | { readonly dataset: string }
}

/** A strategy: what tables call it, what is run, and what is different for it. */
export interface StrategyWord {
  readonly name: string
  readonly text: string
  readonly learner?: LearnerWord
}

/** An experiment file in its long form. */
export interface ExperimentFile extends Settings {
  readonly name?: string
  readonly preset?: string
  readonly data?: ReadonlyArray<DataWord>
  readonly strategies?: ReadonlyArray<StrategyWord>
  readonly control?: string
  readonly coldStart?: string
  readonly seeds?: ReadonlyArray<number>
  readonly plugins?: ReadonlyArray<string>
}
