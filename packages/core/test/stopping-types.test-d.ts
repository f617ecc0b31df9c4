/**
 * What the compiler refuses of criteria for stopping, with its words. `tsc` checks this file.
 */
import type * as Stream from "effect/Stream"
import type * as Experiment from "../src/Experiment.ts"
import * as Stopping from "../src/Stopping.ts"

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(yes: Same<A, B>): boolean => yes

const budget = Stopping.budget({ labels: 5 }), stable = Stopping.stabilizingPredictions()
const both = Stopping.anyOf(budget, stable)

// A criterion of criteria needs what all of them need.
declare const needs: <R>(criterion: Stopping.Criterion<R>) => R
export const needed = () => needs(both)
same<
  ReturnType<typeof needed>,
  & Stopping.Labeled
  & Pick<Stopping.Facts, "poolPredictions">
>(true)

// An experiment's rounds hold enough for it, and are given back as they are.
declare const rounds: Stream.Stream<Experiment.Round, Experiment.ExperimentError>
const stopped = rounds.pipe(Stopping.until(both))
same<typeof stopped, Stream.Stream<Experiment.Round, Experiment.ExperimentError>>(true)
export const accurate = rounds.pipe(Stopping.until(Stopping.targetAccuracy({ accuracy: 0.9, items: 500 })))

// Not every list of criteria is one.
// @ts-expect-error Expected at least 1 argument(s), but got 0
export const none = () => Stopping.anyOf()

// @ts-expect-error Property 'poolPredictions' is missing in type '{ labeled: number; }'
export const missing = () => Stopping.judge(both, [{ labeled: 5 }])

// @ts-expect-error Property 'uncertainty' is missing in type 'Round'
export const unsure = rounds.pipe(Stopping.until(Stopping.overallUncertainty()))

// @ts-expect-error Property 'labels' is missing
export const endless = () => Stopping.budget({})
