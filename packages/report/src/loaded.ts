/**
 * What a report is made of, as plain data: the units of an experiment, as far as they got.
 */
import type { Journal } from "@marginalia/core"
import type { Experiment, Unit } from "@marginalia/experiments/unit"

/** A round as it was journaled, and how long its parts took. */
export interface Round {
  /** What the journal says of it. */
  readonly event: Omit<Journal.Round, "poolPredictions">
  /** The class that the model gave each item of the pool: bytes where they do, as a journal may hold millions. */
  readonly predictions: Uint8Array | Int32Array
  /** How long its parts took, in milliseconds. */
  readonly timing: Journal.Timing
}

/** One strategy on one data set with one seed, as far as it got. */
export interface UnitRun {
  /** The journal's path in the folder. */
  readonly file: string
  /** The data set's name. */
  readonly dataset: string
  readonly strategy: string
  /** The strategy's own name and its experiment, where several are reported; then `strategy` names both. Default: there is one. */
  readonly side?: { readonly label: string; readonly strategy: string; readonly number: number }
  readonly seed: number
  /** What `experiment.json` says of it; undefined for a journal on its own. */
  readonly unit: Unit | undefined
  /** The journal's first event. */
  readonly config: Journal.Config
  /** The finished rounds. */
  readonly rounds: ReadonlyArray<Round>
  /** Whether it is at its end. */
  readonly finished: boolean
  /** The criterion that ended it before its last round, as it is written; undefined where none did. */
  readonly stopped: string | undefined
  /** How many labels its criterion needed for itself, those of test items; 0 where it says nothing of that. Default 0. */
  readonly own?: number
  /** Events that were written and are gone, in a sentence. */
  readonly gap: string | undefined
  /** The hash of all that the journal says, times apart. */
  readonly digest: string
}

/** One of several experiments, and what it is called. */
export interface Side {
  /** The last part of its folder's path. */
  readonly label: string
  /** What its `experiment.json` says. */
  readonly experiment: Experiment
}

/** What there is to report on. */
export interface Loaded {
  /** The experiment, or what several have together; undefined for journals on their own. */
  readonly experiment: Experiment | undefined
  /** The experiments, where there are several. Default: there is one, or none. */
  readonly sides?: ReadonlyArray<Side>
  /** Its units, as far as they got. */
  readonly runs: ReadonlyArray<UnitRun>
  /** What is missing or unfinished, in sentences. */
  readonly remarks: ReadonlyArray<string>
}
