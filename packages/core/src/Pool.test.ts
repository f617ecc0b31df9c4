import { describe, it } from "@effect/vitest"
import { test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { assert } from "vitest"
import { input } from "../test/queries.ts"
import { refused } from "../test/refused.ts"
import { coordinate, top } from "../test/toys.ts"
import * as Clusterer from "./Clusterer.ts"
import type { InvalidQuery } from "./Errors.ts"
import * as Kernels from "./Kernels.ts"
import * as Slab from "./kernels/slab.ts"
import { fromRows, make, type Matrix } from "./Matrix.ts"
import { farthestFirst } from "./Neighbors.ts"
import * as Pool from "./Pool.ts"
import { select, selectSync } from "./promise.ts"
import * as Query from "./Query.ts"
import * as Rng from "./Rng.ts"
import * as Strategy from "./Strategy.ts"

const embedding = fromRows([[0, 1], [2, 3], [4, 5], [6, 7]])
const probability = fromRows([[0.5, 0.5], [1, 0], [0, 1], [0.5, 0.5]])
const pool = Pool.makeUnsafe({ embedding, ids: ["a", "b", "c", "d"] })
const strategy = Strategy.make(top(coordinate()))

/** Counts how often a matrix's numbers are asked for. */
const watched = (data: Float32Array, rows: number, cols: number) => {
  let reads = 0
  return {
    matrix: {
      rows,
      cols,
      get data() {
        reads += 1
        return data
      }
    },
    reads: () => reads
  }
}

describe("a query over a pool", () => {
  test.prop([input])("is the query over the pool's columns", (given) => {
    const { classes, embedding, ...rest } = given
    const shared = Pool.makeUnsafe({ embedding, ...(classes === undefined ? {} : { classes }) })
    assert.deepStrictEqual(Query.makeUnsafe({ pool: shared, ...rest }), Query.makeUnsafe(given))
  })

  it("holds the pool's very columns and ids, checked no second time", () => {
    const { matrix, reads } = watched(new Float32Array(8), 4, 2)
    const shared = Pool.makeUnsafe({ embedding: matrix })
    const before = reads()
    const [a, b] = [1, 2].map((seed) => Query.makeUnsafe({ pool: shared, labeled: [seed], budget: 1, seed }))
    assert.strictEqual(reads(), before)
    assert.strictEqual(a!.columns, shared.columns)
    assert.strictEqual(b!.columns.embedding, matrix)
    assert.deepStrictEqual([[...a!.candidates], [...b!.candidates]], [[0, 2, 3], [0, 1, 3]])
  })

  it("may add columns, which are checked", () => {
    const query = Query.makeUnsafe({ pool, probability, budget: 1, seed: 0 })
    assert.deepStrictEqual([...Query.given(query)], ["embedding", "probability"])
    assert.strictEqual(query.classes, 2)
    assert.deepStrictEqual(Object.keys(pool.columns), ["embedding"])
    const short = refused(() => Query.makeUnsafe({ pool, probability: fromRows([[0.5, 0.5]]), budget: 1, seed: 0 }))
    assert.match(short.message, /^probability has 1 rows and the pool has 4 items/)
    const many = Pool.makeUnsafe({ embedding, classes: 3 })
    const classes = refused(() => Query.makeUnsafe({ pool: many, probability, budget: 1, seed: 0 }))
    assert.strictEqual(classes.message, "the pool has 3 classes but the columns have 2 classes; they must agree")
  })

  it("may not say again what the pool says, nor hand its columns over", () => {
    const ask = { pool, budget: 1, seed: 0 }
    assert.strictEqual(
      refused(() => Query.makeUnsafe({ ...ask, embedding })).message,
      "embedding is the pool's already; give it once, with the pool or with the query"
    )
    for (const more of [{ size: 4 }, { ids: ["a", "b", "c", "d"] }, { classes: 2 }]) {
      assert.strictEqual(refused(() => Query.makeUnsafe({ ...ask, ...more })).reason._tag, "TakenKey")
    }
    assert.match(
      refused(() => Query.makeUnsafe({ ...ask, transfer: ["embedding"] })).message,
      /^transfer names "embedding", which is the pool's/
    )
  })

  it("takes only what was checked for a pool", () => {
    const forged = { ...pool }
    assert.strictEqual(
      refused(() => Query.makeUnsafe({ pool: forged, budget: 1, seed: 0 })).message,
      "pool is an object; make one with Pool.make"
    )
  })

  it("is answered by select and selectSync, by ids", async () => {
    assert.deepStrictEqual(selectSync(strategy, { pool, labeled: [3], budget: 2, seed: 0 }).ids.map(String), ["c", "b"])
    const both = await Promise.all([
      select(strategy, { pool, budget: 1, seed: 0 }),
      select(strategy, { pool, candidates: [0, 1], budget: 1, seed: 0 })
    ])
    assert.deepStrictEqual(both.map(({ ids }) => String(ids[0])), ["d", "b"])
  })
})

describe("making a pool", () => {
  it.effect("fails with what is wrong, and the promise rejects with it", () =>
    Effect.gen(function*() {
      const bad = { embedding: fromRows([[Number.NaN]]) }
      const error = yield* Effect.flip(Pool.make(bad))
      assert.strictEqual(error.reason._tag, "NonFinite")
      assert.strictEqual(refused(() => Pool.makeUnsafe(bad)).message, error.message)
      const rejected = yield* Effect.promise(() => Pool.makePromise(bad).catch((reason: unknown) => reason))
      assert.strictEqual((rejected as InvalidQuery).message, error.message)
    }))

  it("ends with its signal", async () => {
    const signal = AbortSignal.abort("enough")
    assert.strictEqual(await Pool.makePromise({ embedding }, { signal }).catch((reason: unknown) => reason), "enough")
  })

  it("gives way between the steps of a large check, in Effect", async () => {
    const large = make(new Float32Array(2 ** 23), 2 ** 16, 128)
    let turns = 0
    const ticking = Effect.forever(Effect.andThen(Effect.sync(() => (turns += 1)), Effect.yieldNow))
    await Effect.runPromise(Effect.gen(function*() {
      const ticker = yield* Effect.forkChild(ticking)
      yield* Pool.make({ embedding: large })
      yield* Fiber.interrupt(ticker)
    }))
    assert.isAtLeast(turns, 2)
  })
})

/** The most bytes that were in use at a time in the slab of a pool's embedding, the embedding among them, while `run` ran. */
const mostInUse = async (pool: { readonly columns: { readonly embedding?: Matrix } }, run: () => Promise<unknown>) => {
  const slab = Slab.of(pool.columns.embedding!.data)!, { alloc, free } = slab, sizes = new Map<number, number>()
  let [used, most] = [0, 0]
  const counting = {
    alloc: (bytes: number) => {
      const at = alloc(bytes)
      sizes.set(at, bytes)
      used += bytes
      most = Math.max(most, used)
      return at
    },
    free: (at: number) => {
      used -= sizes.get(at) ?? 0
      sizes.delete(at)
      free(at)
    }
  }
  Object.assign(slab, counting)
  await run()
  Object.assign(slab, { alloc, free })
  assert.strictEqual(used, 0)
  return most
}

describe("queries at once over a large pool", () => {
  const rows = 2 ** 12, cols = 128
  const data = Float32Array.from({ length: rows * cols }, (_, i) => (i * 7919) % 101)
  const shared = Pool.makeUnsafe({ embedding: make(data, rows, cols) })
  const ask = (seed: number) =>
    Effect.runPromise(
      Effect.gen(function*() {
        const { columns: { embedding } } = shared, candidates = Uint32Array.from({ length: rows }, (_, i) => i)
        const { picks } = yield* farthestFirst({
          matrix: embedding!,
          centers: Uint32Array.of(seed),
          candidates: candidates.filter((i) => i % 10 !== seed),
          budget: 5
        })
        return picks
      })
    )
  const group = (seed: number) =>
    Effect.runPromise(
      Clusterer.ask(Clusterer.kmeans, { matrix: shared.columns.embedding!, k: 8, key: Rng.fromSeed(seed) })
    )

  it("share the sketches of its rows, which are freed at the end", async () => {
    const one = await mostInUse(shared, () => ask(1))
    const four = await mostInUse(shared, () => Promise.all([1, 2, 3, 4].map(ask)))
    const sketches = rows * (2 * cols + 24)
    assert.isAbove(one, sketches)
    assert.isBelow(four, one + 3 * sketches / 4)
  })

  it("share what k-means knows of its rows", async () => {
    const one = await mostInUse(shared, () => group(1))
    const four = await mostInUse(shared, () => Promise.all([1, 2, 3, 4].map(group)))
    assert.isAtMost(four, 4 * one - 3 * 20 * rows)
  })
})

describe("a large pool", () => {
  const rows = 2 ** 13
  const data = Float32Array.from({ length: rows * 64 }, (_, i) => (i * 7919) % 101)
  const large = Pool.makeUnsafe({ embedding: make(data, rows, 64) })

  it("is copied once to where kernels reach it, and what was given is not written to", () => {
    const { embedding } = large.columns
    assert.notStrictEqual(embedding!.data.buffer, data.buffer)
    assert.deepStrictEqual(embedding!.data, data)
    assert.strictEqual(Pool.makeUnsafe({ embedding: embedding! }).columns.embedding, embedding)
  })

  it.effect("is normalized once for all who ask, also when the first is interrupted", () =>
    Effect.gen(function*() {
      const kernels = yield* Kernels.Kernels
      const normalized = kernels.normalizeRows(large.columns.embedding!)
      const first = yield* Effect.forkChild(normalized)
      yield* Effect.yieldNow
      yield* Fiber.interrupt(first)
      const [a, b] = yield* Effect.all([normalized, normalized], { concurrency: 2 })
      assert.strictEqual(a.matrix, b.matrix)
      assert.strictEqual(Effect.runSync(normalized).matrix, a.matrix)
      const alone = yield* kernels.normalizeRows(make(data, rows, 64))
      assert.deepStrictEqual(a, { ...alone })
      assert.notStrictEqual(alone.matrix, a.matrix)
    }))
})
