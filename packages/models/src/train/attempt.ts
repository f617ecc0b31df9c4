/** Work on a device that may have too little memory for it. */
import * as Effect from "effect/Effect"
import { OutOfMemory } from "./errors.ts"

const isMemory = (cause: unknown): boolean =>
  /memory|allocat|array length/i.test(cause instanceof Error ? cause.message : String(cause))

/** What `f` gives for a batch of `size` items; a thrown lack of memory as an error, anything else is a defect. */
export const attempt = <A>(size: number, f: () => A): Effect.Effect<A, OutOfMemory> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(f())
    } catch (cause) {
      if (!isMemory(cause)) return Effect.die(cause)
      return Effect.fail(new OutOfMemory({ batch: size, reason: { _tag: "Refused", cause } }))
    }
  })
