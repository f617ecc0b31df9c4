/**
 * What a strategy is: a tree of pipelines. See `Strategy`.
 */
import type * as Effect from "effect/Effect"
import type { Pipeable } from "effect/Pipeable"
import type { Column } from "../Columns.ts"
import type * as Condition from "../Condition.ts"
import type { SelectionError } from "../Errors.ts"
import type * as Frame from "../Frame.ts"
import { pipeable } from "../pipeable.ts"
import type * as Select from "../Select.ts"
import type * as Spec from "../Spec.ts"
import type { Surroundings } from "./surroundings.ts"

declare const Needs: unique symbol

/** One step of a pipeline as data. */
export interface Step<out R = never> {
  /** How it is written. */
  readonly spec: Spec.Spec
  /** The columns that it reads. */
  readonly needs: ReadonlyArray<Column>
  /** Columns that were not there before: when the caller supplies them all, the step is skipped. */
  readonly adds: ReadonlyArray<Column>
  /** Columns that the step replaces, such as `embedding` by its normalized rows. */
  readonly changes: ReadonlyArray<Column>
  /** The columns that may stay in their files for all it needs of them. Default none. */
  readonly tiles?: ReadonlyArray<Column> | undefined
  /** The strategies that it asks on its way, if it is made of some. */
  readonly inner?: ReadonlyArray<Strategy<Column, R>>
  /**
   * What it does to a frame: the patch that it gives; a step that asks strategies is told what is `around` it. Fails with
   * {@link SelectionError}: `PartFailed` where it cannot be done on this pool.
   */
  readonly run: (frame: Frame.Any, around?: Surroundings) => Effect.Effect<Frame.Patch, SelectionError, R>
}

/** The tree behind a strategy. */
export type Node<R = never> =
  | {
    readonly _tag: "Pipeline"
    readonly steps: ReadonlyArray<Step<R>>
    readonly select: Select.Select<Column, R>
  }
  | {
    readonly _tag: "Mix"
    readonly parts: ReadonlyArray<{ readonly weight: number; readonly strategy: Strategy<Column, R> }>
  }
  | {
    readonly _tag: "Switch"
    readonly condition: Condition.Condition
    readonly whenTrue: Strategy<Column, R>
    readonly whenFalse: Strategy<Column, R>
  }
  | { readonly _tag: "OrElse"; readonly first: Strategy<Column, R>; readonly second: Strategy<Column, R> }
  | { readonly _tag: "Subsample"; readonly size: number; readonly strategy: Strategy<Column, R> }
  | { readonly _tag: "PerGroup"; readonly column: Column; readonly strategy: Strategy<Column, R> }
  | {
    readonly _tag: "AtMostPer"
    readonly column: Column
    readonly most: number | string
    readonly strategy: Strategy<Column, R>
  }

/** Whether a strategy follows a paper's text, or the code of its authors. */
export type Profile = "paper" | "official"

/** What a recipe says of itself, for its page, `marginalia strategies` and the manifest. */
export interface About {
  /** What it does, in a sentence. */
  readonly summary: string
  /** Authors, year, title, where. */
  readonly paper?: string
  /** The equation or algorithm of the paper. */
  readonly equation?: string
  /** Which of the two it follows. */
  readonly profile?: Profile
  /** Where it departs from the paper, or decides what the paper leaves open. */
  readonly deviations?: ReadonlyArray<string>
  /** What it does with nothing labeled. */
  readonly coldStart?: string
  /** Time and memory, in N items, d dimensions, b picks, k clusters, C classes. */
  readonly complexity?: string
}

/** A strategy that needs the columns `N` and the services `R`: what `select` and `Strategy.run` take. */
export interface Strategy<N extends Column = never, out R = never> extends Pipeable {
  readonly [Needs]?: (_: never) => N
  /** What it is called: a recipe's name, or the kind of its root. */
  readonly name: string
  /** The tree of parts. */
  readonly node: Node<R>
  /** The recipe it came from, if it came from one. */
  readonly recipe?: Spec.Spec
  /** What its recipe says of itself. */
  readonly about?: About
}

/** Any strategy at all, as read from text. Its needs are checked when it runs, before anything else. */
export type Any = Strategy<Column, never>

/**
 * A strategy around a tree: its `name`, its `node`, and `more` of it (default nothing): the `recipe` it came from,
 * and its page (`about`).
 */
export const fromNode = <N extends Column, R>(
  name: string,
  node: Node<R>,
  more: { readonly recipe?: Spec.Spec; readonly about?: About } = {}
): Strategy<N, R> => {
  const { about, recipe } = more
  return pipeable({
    name,
    node,
    ...(recipe === undefined ? {} : { recipe }),
    ...(about === undefined ? {} : { about })
  })
}
