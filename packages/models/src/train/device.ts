/** What trainings ask of a device: enough memory, and to have it alone. */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Service } from "../backend/TensorBackend.ts"
import type { Built } from "../network/build.ts"
import { estimate } from "../network/estimate.ts"
import type { TrainingConfig } from "./config.ts"
import { OutOfMemory } from "./errors.ts"

/** Fails where a batch of training on `items` items cannot be held. */
export const fits = (
  built: Built,
  config: TrainingConfig,
  items: number,
  { most, name }: Pick<Service, "most" | "name">
): Effect.Effect<void, OutOfMemory> => {
  const { batch, bytes } = estimate(built, config, items)
  if (bytes <= most) return Effect.void
  return Effect.fail(new OutOfMemory({ batch, reason: { _tag: "Estimated", needed: bytes, most, backend: name } }))
}

/** The stream, with the device held from its first element to its last. */
export const held = <A, E, R>({ permit }: Service, stream: Stream.Stream<A, E, R>): Stream.Stream<A, E, R> =>
  Stream.unwrap(Effect.acquireRelease(permit.take(1), () => permit.release(1)).pipe(Effect.as(stream)))
