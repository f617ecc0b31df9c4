/**
 * Selectors: the last step of a pipeline, which chooses among the candidates that are left.
 */
import type * as Effect from "effect/Effect"
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
import type * as Spec from "./Spec.ts"

declare const Needs: unique symbol

/**
 * A guess that a model is sure of: for training in this round only, never a label. `position` is the item's, `class`
 * the guess from 0, `score` how unsure the model is, which is below `threshold`.
 */
export interface PseudoLabel {
  readonly position: number
  readonly class: number
  readonly score: number
  readonly threshold: number
}

/** What a selector answers: distinct candidates in visiting order, and the score that decided each. */
export interface Picks {
  /** The candidates picked, in visiting order. */
  readonly positions: Uint32Array
  /** The score that decided each of them. */
  readonly scores: Float64Array
  /** Scores to explain the picks with. Default none. */
  readonly evidence?: ReadonlyArray<Frame.Evidence>
  /** Guesses that count as labels in this round. Default none. */
  readonly pseudo?: ReadonlyArray<PseudoLabel>
  /** Facts for the trace. Default none. */
  readonly notes?: Frame.Notes
}

/**
 * A selector that needs the columns `N` and the services `R`. `pick` returns at most `frame.budget` distinct
 * candidates; it may return fewer only when it has run out of candidates. `spec` is how it is written, `needs` the
 * columns that it reads.
 */
export interface Select<N extends Column = never, out R = never> extends Pipeable {
  readonly [Needs]?: (_: never) => N
  readonly spec: Spec.Spec
  readonly needs: ReadonlyArray<Column>
  /** The columns that may stay in their files for all it needs of them. Default none. */
  readonly tiles?: ReadonlyArray<Column> | undefined
  /** Distinct candidates in visiting order, at most the budget. Fails with `SelectionError`. */
  readonly pick: (frame: Frame.Any) => Effect.Effect<Picks, SelectionError, R>
}

/** Any selector at all, as read from text. */
export type Any = Select<Column, never>

/**
 * A selector from its parts: in `select`, how it is written (`spec`), its needs and its function. For one with options
 * of its own use {@link define}.
 */
export const make = <const N extends Column = never, R = never>(select: {
  /** How it is written: its name and its options. */
  readonly spec: Spec.Spec
  /** The columns that it reads. */
  readonly needs: ReadonlyArray<N>
  /** The columns that it takes from their files too (`frame.tiled`), where they stay there. Default none. */
  readonly tiles?: ReadonlyArray<Column> | undefined
  /** Distinct candidates in visiting order, at most the budget. Fails with `SelectionError`. */
  readonly pick: (frame: Frame.Frame<N>) => Effect.Effect<Picks, SelectionError, R>
}): Select<N, R> => {
  mention(select.needs)
  return pipeable({ ...select, pick: (frame: Frame.Any) => select.pick(frame as Frame.Frame<N>) })
}

/**
 * What {@link define} returns: call it with options `O` to get the selector. A type of options whose fields have comments, written at
 * the export, shows them to whoever calls it.
 */
export type Maker<O, N extends Column, R = never> = Part.Maker<
  (options?: O) => Select<N, R>,
  Select<N, R>
>

/**
 * Defines a selector with options: the `definition` holds a name, an options Schema whose fields all have defaults, the
 * columns it needs, and its function, `pick`.
 *
 * The result is called with options (it throws `InvalidOptions` on others), and the registry can read it from text.
 */
export const define = <F extends Options.Fields, const N extends Column = never, R = never>(
  definition: Part.Definition<F, N> & {
    readonly pick: (
      options: Schema.Struct<F>["Type"]
    ) => (frame: Frame.Frame<N>) => Effect.Effect<Picks, SelectionError, R>
  }
): Maker<Schema.Struct<F>["Encoded"], N, R> =>
  Part.defined(
    "select",
    definition,
    (spec, needs, options, tiles) => make<N, R>({ spec, needs, tiles, pick: definition.pick(options) })
  )

/**
 * What {@link defineOver} returns: call it with a score and options `O` to get the selector, which needs the columns `M` beside
 * those of the score.
 */
export type Over<O, M extends Column = never> = Part.Maker<
  <N extends Column, R>(score: Score.Score<N, R>, options?: O) => Select<N | M, R>,
  Any
>

/**
 * Defines a selector by a score and options: as {@link define}, but that its function is given a score first, and that `needs` are
 * the columns beside those of the score. The `definition` holds both, a name, an options Schema whose fields all have defaults,
 * and `pick`.
 *
 * The result is called with a score and options (it throws `InvalidOptions` on others), and the registry can read it from text:
 * `top(margin, ties=seeded)`.
 */
export const defineOver = <F extends Options.Fields, const M extends Column = never>(
  definition: Part.OverDefinition<F, M> & {
    readonly pick: <N extends Column, R>(
      score: Score.Score<N, R>,
      options: Schema.Struct<F>["Type"]
    ) => (frame: Frame.Frame<M>) => Effect.Effect<Picks, SelectionError, R>
  }
): Over<Schema.Struct<F>["Encoded"], M> => {
  const { attach, read } = Part.over("select", definition)
  const build = <N extends Column, R>(
    score: Score.Score<N, R>,
    input?: Schema.Struct<F>["Encoded"]
  ): Select<N | M, R> => {
    const { needs, options, spec, tiles } = read(score, input)
    return make<M, R>({ spec, needs, tiles, pick: definition.pick(score, options) })
  }
  return attach(build, (score: Score.Any, options): Any => build(score, options))
}
