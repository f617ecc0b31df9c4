/**
 * Stages: the steps of a pipeline before the choice. A stage computes columns or filters candidates; stages compose
 * by {@link andThen}, which is associative and has {@link identity}.
 */
import type * as Effect from "effect/Effect"
import { dual } from "effect/Function"
import type { Pipeable } from "effect/Pipeable"
import type * as Schema from "effect/Schema"
import type { Column } from "./Columns.ts"
import { mention } from "./declareColumn.ts"
import type { SelectionError } from "./Errors.ts"
import type * as Frame from "./Frame.ts"
import type * as Options from "./Options.ts"
import * as Part from "./Part.ts"
import { pipeable } from "./pipeable.ts"
import type * as Score from "./Score.ts"
import * as Spec from "./Spec.ts"
import type { Misplaced, Placed } from "./strategy/misplaced.ts"
import type { Step, Strategy } from "./strategy/node.ts"
import type { Surroundings } from "./strategy/surroundings.ts"

export type { Step } from "./strategy/node.ts"

declare const Needs: unique symbol
declare const Adds: unique symbol

/**
 * A list of steps that needs the columns `N` from before it, adds the columns `A`, and uses the services `R`.
 */
export interface Stage<out N extends Column = never, in A extends Column = never, out R = never> extends Pipeable {
  readonly [Needs]?: (_: never) => N
  readonly [Adds]?: (_: A) => void
  readonly steps: ReadonlyArray<Step<R>>
}

/** Any stage at all, as read from text. */
export type Any = Stage<Column>

const fromSteps = <N extends Column, A extends Column, R>(steps: ReadonlyArray<Step<R>>): Stage<N, A, R> =>
  pipeable({ steps })

/**
 * A stage of one `step`. The function sees the columns it named in `needs`, and no others. For one with options of its
 * own use {@link define}.
 */
export const make = <const N extends Column = never, const A extends Column = never, R = never>(step: {
  /** How it is written: its name and its options. */
  readonly spec: Spec.Spec
  /** The columns that it reads. */
  readonly needs: ReadonlyArray<N>
  /** The columns that it makes and that were not there; where all are given, it is skipped. Default none. */
  readonly adds?: ReadonlyArray<A>
  /** The columns that it writes anew. Default none. */
  readonly changes?: ReadonlyArray<Column>
  /** The columns that it takes from their files too (`frame.tiled`), where they stay there. Default none. */
  readonly tiles?: ReadonlyArray<Column> | undefined
  /** The strategies that it asks on its way. Default none. */
  readonly inner?: ReadonlyArray<Strategy<Column, R>>
  /** The patch that it gives for a frame; one that asks strategies is told what is `around` it. Fails with `SelectionError`. */
  readonly run: (frame: Frame.Frame<N>, around?: Surroundings) => Effect.Effect<Frame.Patch, SelectionError, R>
}): Stage<N, A, R> => {
  const { adds = [], changes = [], inner, needs, run, spec, tiles } = step
  mention([...needs, ...adds, ...changes])
  const plain = { spec, needs, adds, changes, ...(tiles === undefined ? {} : { tiles }) }
  const runs = (frame: Frame.Any, around?: Surroundings) => run(frame as Frame.Frame<N>, around)
  return fromSteps([{ ...plain, ...(inner === undefined ? {} : { inner }), run: runs }])
}

/** The stage that does nothing. */
export const identity: Stage = fromSteps([])

/**
 * First one stage, then the `next`. What the first adds, the second need not be given.
 *
 * `andThen(f, andThen(g, h))` and `andThen(andThen(f, g), h)` are the same list of steps.
 */
export const andThen: {
  <N2 extends Column, A2 extends Column, R2>(
    next: Stage<N2, A2, R2>
  ): <N1 extends Column, A1 extends Column, R1>(
    self: Stage<N1, A1, R1>
  ) => Stage<N1 | Exclude<N2, A1>, A1 | A2, R1 | R2>
  <N1 extends Column, A1 extends Column, R1, N2 extends Column, A2 extends Column, R2>(
    self: Stage<N1, A1, R1>,
    next: Stage<N2, A2, R2>
  ): Stage<N1 | Exclude<N2, A1>, A1 | A2, R1 | R2>
  /** @internal What the compiler says of other parts here. */
  <X>(next: Misplaced<X>): (self: Any) => unknown
  /** @internal */
  <X, Y>(self: Placed<X, "steps">, next: Placed<Y, "steps">): unknown
} = dual(
  2,
  <N1 extends Column, A1 extends Column, R1, N2 extends Column, A2 extends Column, R2>(
    self: Stage<N1, A1, R1>,
    next: Stage<N2, A2, R2>
  ): Stage<N1 | Exclude<N2, A1>, A1 | A2, R1 | R2> => fromSteps<never, A1 | A2, R1 | R2>([...self.steps, ...next.steps])
)

/** A stage that is there only when a condition holds: for recipes with switches. It may add no columns. */
export const when = <N extends Column, R>(condition: boolean, stage: Stage<N, never, R>): Stage<N, never, R> =>
  condition ? stage : fromSteps([])

/**
 * The columns that `steps` need from outside when the columns in `given` are there already (default none), in the order
 * of first need.
 */
export const needsOf = (steps: ReadonlyArray<Step<unknown>>, given: ReadonlySet<Column> = new Set()): Set<Column> => {
  const known = new Set(given)
  const needs = new Set<Column>()
  for (const step of steps) {
    if (isGiven(step, given)) continue
    for (const column of step.needs) if (!known.has(column)) needs.add(column)
    for (const column of step.adds) known.add(column)
  }
  return needs
}

/** Whether a `step` is skipped because the columns in `given` are all that it adds. */
export const isGiven = (step: Step<unknown>, given: ReadonlySet<Column>): boolean =>
  step.adds.length > 0 && step.adds.every((column) => given.has(column))

/** The text of a stage: its steps between bars; `identity` when there are none. */
export const print = (self: { readonly steps: ReadonlyArray<Step<unknown>> }): string =>
  self.steps.length === 0 ? "identity" : self.steps.map((step) => Spec.print(step.spec)).join(" | ")

/**
 * What {@link define} returns: call it with options `O` to get the stage. A type of options whose fields have comments, written at
 * the export, shows them to whoever calls it.
 */
export type Maker<O, N extends Column, A extends Column = never, R = never> = Part.Maker<
  (options?: O) => Stage<N, A, R>,
  Stage<N, A, R>
>

/**
 * Defines a stage with options: the `definition` holds a name, an options Schema whose fields all have defaults, the
 * columns it needs, `adds` and `changes`, and its function, `run`.
 *
 * The result is called with options (it throws `InvalidOptions` on others), and the registry can read it from text.
 */
export const define = <
  F extends Options.Fields,
  const N extends Column = never,
  const A extends Column = never,
  R = never
>(
  definition: Part.Definition<F, N> & {
    readonly adds?: ReadonlyArray<A>
    readonly changes?: ReadonlyArray<Column>
    readonly run: (
      options: Schema.Struct<F>["Type"]
    ) => (frame: Frame.Frame<N>) => Effect.Effect<Frame.Patch, SelectionError, R>
  }
): Maker<Schema.Struct<F>["Encoded"], N, A, R> => {
  const { adds = [], changes = [] } = definition
  const stage = (
    spec: Spec.Spec,
    needs: ReadonlyArray<N>,
    options: Schema.Struct<F>["Type"],
    tiles: ReadonlyArray<N> | undefined
  ): Stage<N, A, R> => make({ spec, needs, adds, changes, tiles, run: definition.run(options) })
  return Part.defined("stage", definition, stage, adds)
}

/**
 * What {@link defineOver} returns: call it with a score and options `O` to get the stage, which needs the columns `M` beside those
 * of the score, and adds the columns `A`.
 */
export type Over<O, M extends Column = never, A extends Column = never> = Part.Maker<
  <N extends Column, R>(score: Score.Score<N, R>, options?: O) => Stage<N | M, A, R>,
  Any
>

/**
 * Defines a stage by a score and options: as {@link define}, but that its function is given a score first, and that `needs` are the
 * columns beside those of the score. The `definition` holds both, a name, an options Schema whose fields all have defaults, and `run`.
 *
 * The result is called with a score and options (it throws `InvalidOptions` on others), and the registry can read it from text.
 */
export const defineOver = <
  F extends Options.Fields,
  const M extends Column = never,
  const A extends Column = never
>(
  definition: Part.OverDefinition<F, M> & {
    readonly adds?: ReadonlyArray<A>
    readonly changes?: ReadonlyArray<Column>
    readonly run: <N extends Column, R>(
      score: Score.Score<N, R>,
      options: Schema.Struct<F>["Type"]
    ) => (frame: Frame.Frame<M>) => Effect.Effect<Frame.Patch, SelectionError, R>
  }
): Over<Schema.Struct<F>["Encoded"], M, A> => {
  const { adds = [], changes = [] } = definition
  const { attach, read } = Part.over("stage", definition, adds)
  const build = <N extends Column, R>(
    score: Score.Score<N, R>,
    input?: Schema.Struct<F>["Encoded"]
  ): Stage<N | M, A, R> => {
    const { needs, options, spec, tiles } = read(score, input)
    return make<M, A, R>({ spec, needs, adds, changes, tiles, run: definition.run(score, options) })
  }
  return attach(build, (score: Score.Any, options): Any => build(score, options))
}
