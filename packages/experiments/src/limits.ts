/**
 * How large a number may be, wherever it is written: in a file, in a flag, in a call. A number beyond these is a slip of
 * the pen, or would keep a machine for years; it is refused where it stands, never shortened.
 */
import { grouped } from "@marginalia/core/Words"

/** A range of numbers, from `least` to `most`, both included. */
export interface Range {
  readonly least: number
  readonly most: number
}

const upTo = (most: number): Range => ({ least: 1, most })

/** The ranges of whole numbers by what they count. */
export const limits = {
  /** Batches that a strategy chooses. */
  rounds: upTo(100_000),
  seeds: upTo(10_000),
  /** Strategies times data sets times seeds. */
  units: upTo(10_000),
  /** Rounds of all units. */
  trainings: upTo(10_000_000),
  /** Items of a pool, a batch of labels, an initial set, a subset. */
  items: upTo(1_000_000_000),
  epochs: upTo(1_000_000),
  /** Folds of a cross-validation; 0 for none. */
  folds: { least: 0, most: 1000 },
  /** Items that go through a network at once. */
  batch: upTo(10_000_000),
  /** Worker processes. */
  jobs: upTo(1024),
  threads: upTo(1024),
  /** Members of a committee. */
  members: upTo(10_000),
  /** Stochastic passes. */
  passes: upTo(10_000),
  /** Numbers of a vector: components, widths of layers, channels. */
  width: upTo(65_536),
  /** The side of an image in pixels. */
  pixels: upTo(16_384),
  /** The zeros around an image before it is cut. */
  crop: { least: 0, most: 1024 },
  /** The number of a round, from 0. */
  round: { least: 0, most: 100_000_000 },
  /** Seeds are told apart as long as they are exact. */
  seed: { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER }
} as const satisfies Readonly<Record<string, Range>>

/** An experiment file has at most so many characters, and so many values, aliases written out. */
export const FILE_BYTES = 250_000
/** How many values an experiment file has at most, aliases written out. */
export const FILE_VALUES = 100_000
/** Words, commas, brackets, line ends and what else YAML consists of: what reading a file costs time for. */
export const FILE_MARKS = 50_000
/** How deep lists and maps of an experiment file may stand in each other. */
export const FILE_DEPTH = 50

/** What a range takes, in words. */
export const takes = ({ least, most }: Range): string => `a whole number from ${grouped(least)} to ${grouped(most)}`

/** Whether a value is a whole number of a range. */
export const isWithin = (value: unknown, { least, most }: Range): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most
