/**
 * What broken parts are made from.
 */
import {
  type Frame,
  Matrix,
  Query,
  Recipe,
  Score,
  Select,
  type Selection,
  Spec,
  Stage,
  Strategy
} from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Ask } from "../../src/Law.ts"
import type { LawfulOptions, Subject } from "../../src/lawful.ts"
import { length2, registry, top } from "../toys.ts"

/** A subject, and the law that it breaks. */
export interface Case {
  readonly law: string
  readonly fault: string
  readonly subject: Subject
  readonly options?: LawfulOptions
}

export const spec = (name: string) => Spec.make(name)

export const answerOf = (positions: Iterable<number>): Select.Picks => {
  const list = Uint32Array.from(positions)
  return { positions: list, scores: new Float64Array(list.length) }
}

/** A selector from a function, in need of an embedding. */
export const selector = (pick: (frame: Frame.Frame<"embedding">) => Iterable<number>) =>
  Select.make({
    spec: spec("broken"),
    needs: ["embedding"],
    pick: (frame) => Effect.sync(() => answerOf(pick(frame)))
  })

export const strategy = (pick: (frame: Frame.Frame<"embedding">) => Iterable<number>) => Strategy.make(selector(pick))

export const first = (frame: Frame.Base, n = frame.budget) => frame.candidates.subarray(0, n)

export const refuse = (why: string): never => {
  throw new Error(why)
}

export const distinctRows = ({ embedding }: Frame.Frame<"embedding">, positions: Uint32Array) => [
  ...new Map(Array.from(positions, (i) => [Matrix.row(embedding, i).join(" "), i])).values()
]

/** A score from a function of a frame and a position. */
export const score = (of: (frame: Frame.Frame<"embedding">, position: number) => number) =>
  Score.make({
    spec: spec("broken-score"),
    needs: ["embedding"],
    of: (frame) => Effect.sync(() => Score.scatter(frame, Float64Array.from(frame.candidates, (i) => of(frame, i))))
  })

export const stage = (run: (frame: Frame.Frame<"embedding">) => Frame.Patch, adds: ReadonlyArray<"cluster"> = []) =>
  Stage.make({
    spec: spec("broken-stage"),
    needs: ["embedding"],
    adds,
    run: (frame) => Effect.sync(() => run(frame))
  })

export const ask: Ask = (subject, input) =>
  Effect.flatMap(Query.make(input), (query) => Strategy.runAny(subject, query as Query.Any))

/** An answer changed on its way. */
export const tampered = (change: (selection: Selection, input: Query.Input) => Partial<Selection>): LawfulOptions => ({
  ask: (subject, input) => Effect.map(ask(subject, input), (found) => ({ ...found, ...change(found, input) }))
})

export const l1 = score(({ embedding }, i) => Matrix.row(embedding, i).reduce((sum, x) => sum + Math.abs(x), 0))

export const byPosition = score((_, i) => i)

let count = 0

/** A number that is another each time. */
export const another = (): number => ++count

const seen = new WeakMap<object, number>()

/** A number for each array ever seen. */
export const identity = (of: object): number => {
  if (!seen.has(of)) seen.set(of, another())
  return seen.get(of)!
}

/** `top`, forgetting to write down how ties are broken. */
export const forgetful = { ...top(length2(), { ties: "seeded" }), spec: top(length2()).spec } as Select.Select<
  "embedding"
>

export const forgetfulRecipe = Recipe.define({
  name: "forgetful",
  options: Schema.Struct({}),
  about: { summary: "expands to something else" },
  build: () => Strategy.make(forgetful)
})

export const withRecipe = {
  ...registry,
  strategy: new Map([...registry.strategy, ["forgetful", forgetfulRecipe.part]])
}

export const grid: LawfulOptions = { query: { textures: ["grid"], minSize: 8 } }

export const deterministic: LawfulOptions = { traits: { deterministic: true } }

export const good = Strategy.make(top(length2()))
