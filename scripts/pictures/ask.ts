/** Asks a strategy about a pool of the plane. */
import { Kernels, Message, Query, type Selection, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { columnsOf } from "./model.ts"
import type { Plane } from "./pools.ts"

/** What is asked of a pool of the plane: so many picks (or as many as there are), after its labels. */
export const questionOf = (plane: Plane, budget: number, seed = 0) => ({
  ...columnsOf(plane),
  labeled: plane.labeled,
  labels: plane.labeled.map((at) => plane.truth[at]!),
  classes: plane.classes,
  budget,
  clamp: true,
  seed
})

/** The answer, by the plain kernels, so that every machine draws the same; what a part says that cannot do its work on this pool. */
export const answer = (strategy: Strategy.Any, input: Query.Input): Result.Result<Selection, string> =>
  Effect.runSync(
    Query.make(input).pipe(
      Effect.flatMap((query) => Strategy.runAny(strategy, query as Query.Any)),
      Effect.provide(Kernels.layer({ variant: "typescript" })),
      Effect.map(Result.succeed),
      Effect.catchTag("PartFailed", ({ problem }) => Effect.succeed(Result.fail(Message.toCode(problem))))
    )
  )
