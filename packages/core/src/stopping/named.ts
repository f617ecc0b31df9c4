/**
 * Criteria by name.
 */
import * as Schema from "effect/Schema"
import * as Named from "../Named.ts"
import type * as Options from "../Options.ts"
import * as Spec from "../Spec.ts"
import { type Criterion, type Finding, make } from "./criterion.ts"

/** What a round may hold for the criteria that have names; each needs some of it. An `Experiment.Round` holds most. */
export interface Facts {
  /** Labels so far, `own` included. */
  readonly labeled: number
  /** How many of `labeled` a criterion needs for itself: `anyOf` and `allOf` say it to the others of theirs. Default 0. */
  readonly own?: number | undefined
  /** What the labels of this round cost. */
  readonly cost: number
  /** The class that the model gives each item of the pool, or of another fixed set of items, from 0. */
  readonly poolPredictions: ArrayLike<number>
  /** How uncertain the model is of the unlabeled items, from 0 to 1: {@link uncertainty} of its probabilities. */
  readonly uncertainty: number
  /** How the model does on test items. */
  readonly metrics: { readonly accuracy: number }
  /** How many test items with a known class it was measured on. */
  readonly tested?: number | undefined
}

/**
 * Criteria that can be written: `stabilizing-predictions(0.99, rounds=3)`. A registry of `Stopping.all` reads them with
 * `Named.read`, a plugin adds its own with `Named.define`.
 */
export const criteria: Named.Kind<Criterion<Facts>> = Named.kind<never>("stopping criterion")

/** What makes a criterion from its options: called in code, or by its name from a text. */
export type Maker<O, R> =
  & ((...given: {} extends O ? [options?: O] : [options: O]) => Criterion<R>)
  & { readonly part: Named.Named<Criterion<R>> }

/** Defines a criterion that has a name, for rounds that hold `R`. */
export const define = <R, F extends Options.Fields>(
  definition: Named.Definition<F, Criterion<R>>
): Named.Maker<F, Criterion<R>> => Named.define(Named.kind<never>(criteria.word), definition)

/** A criterion for rounds that hold `R`, by its spec. */
export const written = <R, S>(
  spec: Spec.Spec,
  initial: S,
  step: (known: S, round: R) => readonly [known: S, finding: Finding]
): Criterion<R> => make(Spec.print(spec), initial, step)

/** A number from 0 to 1. */
export const Share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }))

/** How many rounds in a row. */
export const Rounds = Schema.Int.check(Schema.isGreaterThan(0))

/** What a number of rounds in a row is called in a reason. */
export const inARow = (met: number, wanted: number): string =>
  wanted === 1 ? "" : `; ${met} of ${wanted} rounds in a row`
