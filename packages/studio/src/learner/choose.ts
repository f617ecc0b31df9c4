/**
 * What to ask about next, by a strategy.
 */
import { Classifier } from "@marginalia/core/Classifier"
import type { InvalidQuery } from "@marginalia/core/Errors"
import type { Matrix } from "@marginalia/core/Matrix"
import type * as Pool from "@marginalia/core/Pool"
import * as Query from "@marginalia/core/Query"
import type { Registry } from "@marginalia/core/Registry"
import type { Selection } from "@marginalia/core/Selection"
import * as Strategy from "@marginalia/core/Strategy"
import { registry as library } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import { COLD_START, DEFAULT_STRATEGY } from "./defaults.ts"

/** What a choice is made from. Classes are those that have a label, numbered from 0. */
export interface Question {
  readonly pool: Pool.Pool<"embedding">
  /** What a strategy may speak of; default what `@marginalia/strategies` has. */
  readonly registry?: Registry | undefined
  readonly labeled: Uint32Array
  readonly labels: Int32Array
  /** Where to choose. */
  readonly candidates: Uint32Array
  readonly budget: number
  readonly seed: number
  readonly round: number
  /** What the model says of the pool, N × classes, and the rest of it; undefined before there is one. */
  readonly model: { readonly probability: Matrix; readonly classifier: Classifier["Service"] } | undefined
}

/** What was chosen, and by what. */
export interface Chosen {
  readonly selection: Selection
  /** The strategy that chose, as text. */
  readonly strategy: string
  /** Why it is another one than was asked for. */
  readonly remark: string | undefined
}

const ask = ({ model, registry: _registry, ...question }: Question): Effect.Effect<Query.Any, InvalidQuery> => {
  // The probabilities say how many classes there are.
  const known = model === undefined ? question : { ...question, probability: model.probability }
  return Query.make({ ...known, clamp: true } as Query.Input) as Effect.Effect<Query.Any, InvalidQuery>
}

const run = Effect.fnUntraced(function*(text: string, question: Question) {
  const strategy = yield* Strategy.read(text, question.registry ?? library)
  const selecting = Strategy.runAny(strategy, yield* ask(question))
  const { model } = question
  return yield* model === undefined ? selecting : Effect.provideService(selecting, Classifier, model.classifier)
})

/** Whether a strategy compares with prototypes, so that the head must be separated. */
export const needsPrototypes = (text: string, registry: Registry = library): Effect.Effect<boolean> =>
  Strategy.read(text, registry).pipe(
    Effect.map((strategy) => [...Strategy.needs(strategy, new Set(["embedding" as const]))].includes("projection")),
    Effect.orElseSucceed(() => false)
  )

/** What is wrong with the text itself, whatever there is to choose from. */
const isText = (tag: string): boolean => tag === "UnreadableStrategy" || tag === "InvalidOptions"

/**
 * The items that `text` chooses, the first first. Before there is a model, a strategy that cannot do without one gives way to
 * {@link COLD_START}; with a model, one that fails to {@link DEFAULT_STRATEGY}, and the answer says so, as it does of a text
 * that cannot be read. Fails where that fails as well.
 */
export const choose = Effect.fn("studio.choose")(function*(text: string, question: Question) {
  const other = question.model === undefined ? COLD_START : DEFAULT_STRATEGY
  return yield* run(text, question).pipe(
    Effect.map((selection): Chosen => ({ selection, strategy: text, remark: undefined })),
    Effect.catch((error) => {
      if (other === text) return Effect.fail(error)
      const silent = question.model === undefined && !isText(error._tag)
      const remark = silent ? undefined : `${text} cannot choose, ${other} does: ${error.message}`
      return Effect.map(run(other, question), (selection): Chosen => ({ selection, strategy: other, remark }))
    })
  )
})
