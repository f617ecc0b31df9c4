/**
 * Long computations in small steps, so that they can be interrupted and tell how far they are.
 */
import { Progress } from "@marginalia/core"
import * as Effect from "effect/Effect"

/** Milliseconds without a pause. */
const SLICE = 20

/** Steps until `SLICE` is over, or all are done; gives how many are done. */
const slice = (step: (n: number) => void, from: number, total: number): number => {
  const end = performance.now() + SLICE
  let done = from
  do step(done++)
  while (done < total && performance.now() < end)
  return done
}

/** Does `step` for 0 … `total` − 1, in order, with pauses; progress is told under a name. */
export const stepwise = Effect.fnUntraced(function*(name: string, total: number, step: (n: number) => void) {
  const { report } = yield* Progress.Progress
  for (let done = 0; done < total;) {
    done = slice(step, done, total)
    yield* report({ step: name, done, total })
    yield* Effect.yieldNow
  }
})
