/**
 * A unit as rows of numbers: one a round, everything that is measured.
 */
import { Metrics, Statistics } from "@marginalia/core"
import type { Round, UnitRun } from "./read.ts"

/**
 * A round of a unit in numbers: its number, `accuracy`, `balancedAccuracy` and `macroF1` on the test items, and the
 * times of its parts (`select`, `label`, `train`, `evaluate`) in milliseconds.
 */
export interface Point {
  readonly round: number
  /** Labels so far, this round's included. */
  readonly labels: number
  /** Items asked about so far, those that the oracle declined included. */
  readonly asked: number
  readonly accuracy: number
  readonly balancedAccuracy: number
  readonly macroF1: number
  /** On the items without labels; undefined where the data are not at hand. */
  readonly restError: number | undefined
  /** By class, NaN for a class that the test items lack. */
  readonly recall: ReadonlyArray<number>
  /** What the round's labels cost. */
  readonly cost: number
  /** Classes picked from so far. */
  readonly covered: number
  /** How evenly, from 0 to 1. */
  readonly evenness: number
  /** The most picked class over the least; infinite while one is missing. */
  readonly imbalance: number
  /** Milliseconds. */
  readonly select: number
  readonly label: number
  readonly train: number
  readonly evaluate: number
}

/** Adds what a round labeled; items that the oracle declined are left out. */
const add = (known: Set<number>, { event: { labels, positions } }: Round): void =>
  positions.forEach((position, i) => {
    if (labels[i]! >= 0) known.add(position)
  })

/**
 * A `run` as one row a round. `truth`: the true class of each item of the pool, where the data are at hand; −1 where
 * nobody knows. Default of `truth`: unknown.
 */
export const pointsOf = (run: UnitRun, truth?: Int32Array): ReadonlyArray<Point> => {
  const { classes } = run.config
  const truths = truth?.includes(-1) === true ? undefined : truth
  const known = new Set<number>()
  const picked = Statistics.coverage(run.rounds.map(({ event }) => Statistics.pickedByClass(event.labels, classes)))
  let asked = 0
  return run.rounds.map((round, i) => {
    const { event, predictions, timing } = round
    add(known, round)
    return {
      round: event.round,
      labels: event.labeled,
      asked: asked += event.positions.length,
      accuracy: event.metrics.accuracy,
      balancedAccuracy: event.metrics.balancedAccuracy,
      macroF1: event.metrics.macroF1,
      restError: truths === undefined ? undefined : Metrics.errorOnRest(truths, predictions, known),
      recall: event.metrics.recall,
      cost: event.cost,
      covered: picked[i]!.covered,
      evenness: picked[i]!.entropyRatio,
      imbalance: picked[i]!.imbalance,
      select: timing["select"] ?? Number.NaN,
      label: timing["label"] ?? Number.NaN,
      train: timing["train"] ?? Number.NaN,
      evaluate: timing["evaluate"] ?? Number.NaN
    }
  })
}
