import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { make } from "../Matrix.ts"
import { giveWay } from "./breathe.ts"
import { share, withRoom } from "./shared.ts"

const MEGABYTE = 2 ** 20

/** Runs stages of so many megabytes side by side; the most that were in use together. */
const most = async (megabytes: ReadonlyArray<number>, shared = true): Promise<number> => {
  const x = make(new Float32Array(4), 2, 2)
  if (shared) share(x)
  let [used, peak] = [0, 0]
  const stage = (size: number) =>
    Effect.gen(function*() {
      used += size
      peak = Math.max(peak, used)
      yield* giveWay
      yield* giveWay
      used -= size
    })
  await Promise.all(megabytes.map((size) => Effect.runPromise(withRoom(x, size * MEGABYTE, stage(size)))))
  return peak
}

describe("withRoom", () => {
  it("lets as many stages over a shared matrix work side by side as have room", async () => {
    assert.strictEqual(await most([12, 12, 12, 12]), 24)
    assert.strictEqual(await most([20, 20, 20]), 20)
    assert.strictEqual(await most([8, 8, 8, 8]), 32)
  })

  it("lets a stage work that is larger than the room, by itself", async () => {
    assert.strictEqual(await most([100, 50]), 100)
  })

  it("does not let a stage wait for itself: what runs within it is part of it", async () => {
    const x = make(new Float32Array(4), 2, 2)
    share(x)
    let [used, peak] = [0, 0]
    const question = withRoom(
      x,
      20 * MEGABYTE,
      Effect.andThen(giveWay, Effect.sync(() => (peak = Math.max(peak, ++used))))
    )
    const asksAgain = withRoom(x, 20 * MEGABYTE, Effect.andThen(giveWay, question))
    await Effect.runPromise(asksAgain)
    assert.strictEqual(peak, 1)
    assert.strictEqual(await most([20, 20]), 20, "and beside it one still waits for the other")
  })

  it("asks nobody to wait for little, nor where nothing is shared, nor in a synchronous run", async () => {
    assert.isAtLeast(await most([40, 0.5, 0.5, 0.5]), 41.5)
    assert.strictEqual(await most([20, 20, 20], false), 60)
    const x = make(new Float32Array(4), 2, 2)
    share(x)
    const within = withRoom(
      x,
      32 * MEGABYTE,
      Effect.sync(() => Effect.runSync(withRoom(x, 32 * MEGABYTE, Effect.succeed(1))))
    )
    assert.strictEqual(await Effect.runPromise(within), 1)
  })
})
