import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { kmeans } from "../kmeans/kmeans.ts"
import { make } from "../Matrix.ts"
import * as Progress from "../Progress.ts"
import * as Rng from "../Rng.ts"
import { giveWay } from "./breathe.ts"
import { single } from "./engine.ts"
import { within } from "./nearest.ts"
import { radiusGraph } from "./radius-graph.ts"
import { reported, share, withRoom } from "./shared.ts"
import { best } from "./variant.ts"

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
    assert.strictEqual(await most([3, 3, 3, 3]), 6)
    assert.strictEqual(await most([5, 5, 5]), 5)
    assert.strictEqual(await most([2, 2, 2, 2, 2]), 8)
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

describe("reported", () => {
  /** Whether something ends at all: in so many turns of the event loop as no work here takes. */
  const ends = async (work: Effect.Effect<unknown>): Promise<boolean> => {
    let done = false
    Effect.runFork(Effect.tap(work, () => Effect.sync(() => done = true)))
    for (let turns = 0; turns < 20_000 && !done; turns++) await new Promise((resolve) => setImmediate(resolve))
    return done
  }

  const setUp = () => {
    const x = make(new Float32Array(4), 2, 2)
    share(x)
    const question = withRoom(x, 20 * MEGABYTE, giveWay)
    return { x, question }
  }

  it("lets a report wait for another question to the same pool, also in a run of its own", async () => {
    const { question, x } = setUp()
    const asks = reported(Effect.promise(() => Effect.runPromise(question)))
    const twice = withRoom(x, 20 * MEGABYTE, Effect.andThen(asks, asks))
    assert.isTrue(await ends(withRoom(x, 20 * MEGABYTE, asks)))
    assert.isTrue(await ends(Effect.all([twice, twice, twice], { concurrency: "unbounded" })))
  })

  it("k-means and the search for neighbors report so", async () => {
    const { question, x } = setUp()
    const report = () => Effect.promise(() => Effect.runPromise(question))
    const some = make(Float32Array.from({ length: 600 }, (_, i) => i * i % 101), 300, 2)
    const engine = single(best(), { settings: { block: 2 ** 10 } })
    const clustering = kmeans(engine, { matrix: some, k: 3, key: Rng.fromSeed(0), onProgress: report })
    const rows = Uint32Array.from({ length: 300 }, (_, i) => i)
    const search = within(engine, some, { members: rows, group: new Int32Array(300), neighbors: () => 1 })
    const graph = radiusGraph(engine, { matrix: some, rows, radius: 1 })
    const all: ReadonlyArray<Effect.Effect<unknown>> = [clustering, search, graph]
    for (const work of all) {
      const listening = Effect.provideService(work, Progress.Progress, { report })
      assert.isTrue(await ends(withRoom(x, 20 * MEGABYTE, listening)))
    }
  })

  it("gives nothing up for a report that ends at once", async () => {
    const { x } = setUp()
    let [used, peak] = [0, 0]
    const stage = Effect.gen(function*() {
      peak = Math.max(peak, ++used)
      yield* reported(Effect.void)
      yield* giveWay
      used--
    })
    await Promise.all([1, 2, 3].map(() => Effect.runPromise(withRoom(x, 20 * MEGABYTE, stage))))
    assert.strictEqual(peak, 1)
  })

  it("holds the room again afterwards, and leaves it as it was when it is interrupted", async () => {
    const { question, x } = setUp()
    const waits = Effect.runFork(withRoom(x, 20 * MEGABYTE, reported(Effect.never)))
    await Effect.runPromise(question)
    await Effect.runPromise(Fiber.interrupt(waits))
    let [used, peak] = [0, 0]
    const stage = Effect.gen(function*() {
      yield* reported(giveWay)
      peak = Math.max(peak, ++used)
      yield* giveWay
      used--
    })
    await Promise.all([1, 2, 3].map(() => Effect.runPromise(withRoom(x, 20 * MEGABYTE, stage))))
    assert.strictEqual(peak, 1)
  })
})
