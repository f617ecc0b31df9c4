import { assert, describe, it } from "@effect/vitest"
import { Matrix, Neighbors, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { vi } from "vitest"
import { hnswlib, layer } from "./hnswlib.ts"

const installed = await import("hnswlib-node").then(() => true, () => false)

const key = Rng.fromSeed(3)
const cols = 7
const rows = 400
/** Points in a cube; every tenth is a copy of the first. */
const matrix = Matrix.make(
  Float32Array.from(
    { length: rows * cols },
    (_, at) => Rng.uniform(key, at < 10 * cols || at % 70 >= 7 ? at : at % 70)
  ),
  rows,
  cols
)
const members = Uint32Array.from({ length: rows }, (_, i) => i).filter((i) => i % 13 !== 5)
/** One large group, one of a few, and some in none. */
const group = Int32Array.from({ length: rows }, (_, i) => i % 31 === 0 ? -1 : i % 29 === 0 ? 4 : 1)
const request: Neighbors.WithinRequest = { matrix, members, group, neighbors: () => 6 }

/** A table's neighbors of one member. */
const of = ({ counts, distances, indices, width }: Neighbors.NeighborTable, row: number) => ({
  positions: [...indices.subarray(row * width, row * width + counts[row]!)],
  distances: [...distances.subarray(row * width, row * width + counts[row]!)]
})

describe.skipIf(!installed)("hnswlib", () => {
  it.effect("is a search by layer, nearly as good as the exact one, and says how good", () =>
    Effect.gen(function*() {
      const search = yield* Neighbors.Neighbors
      assert.strictEqual(search.name, "hnswlib")
      const table = yield* search.within(request)
      const exact = yield* Neighbors.exact.within(request)
      const same = members.filter((_, row) => of(table, row).distances.join() === of(exact, row).distances.join())
      assert.isAbove(same.length / members.length, 0.95)
      assert.isAtLeast(table.notes!["recall"] as number, 0.95)
      assert.strictEqual(table.notes!["sample"], 50)
    }).pipe(Effect.provide(layer({ smallest: 50 }))))

  it.effect("finds only those that are sought", () =>
    Effect.gen(function*() {
      const sought = Uint8Array.from({ length: rows }, (_, i) => i % 3 === 0 ? 1 : 0), asked = { ...request, sought }
      const table = yield* Neighbors.ask(hnswlib({ smallest: 50 }), asked)
      const exact = yield* Neighbors.exact.within(asked)
      const same = members.filter((_, row) => of(table, row).distances.join() === of(exact, row).distances.join())
      assert.isAbove(same.length / members.length, 0.95)
      assert.deepStrictEqual(table.counts, exact.counts)
      assert.isTrue(members.every((_, row) => of(table, row).positions.every((other) => sought[other] === 1)))
      assert.isAtLeast(table.notes!["recall"] as number, 0.95)
    }))

  it.effect("keeps to the group, leaves out the item itself, and ranks by float64 distances and position", () =>
    Effect.gen(function*() {
      const table = yield* hnswlib({ smallest: 50 }).within(request)
      members.forEach((position, row) => {
        const { distances, positions } = of(table, row)
        assert.strictEqual(new Set([position, ...positions]).size, positions.length + 1)
        positions.forEach((other, n) => {
          assert.strictEqual(group[other], group[position])
          assert.strictEqual(distances[n], Neighbors.distance(matrix.data, cols, position, other))
          const before = n === 0 ? -1 : distances[n - 1]!
          assert.isTrue(before < distances[n]! || (before === distances[n] && positions[n - 1]! < other))
        })
      })
    }))

  it.effect("finds the same neighbors of rows of any size, where single precision overflows or vanishes too", () =>
    Effect.gen(function*() {
      const search = hnswlib({ smallest: 50 }), whole = matrix.data.map((x) => Math.round(1000 * x))
      const found = yield* search.within({ ...request, matrix: Matrix.make(whole, rows, cols) })
      for (const e of [-149, -140, -75, 62, 64, 110]) {
        const table = yield* search.within({
          ...request,
          matrix: Matrix.make(whole.map((x) => x * 2 ** e), rows, cols)
        })
        assert.deepStrictEqual({ e, indices: table.indices, notes: table.notes }, {
          e,
          indices: found.indices,
          notes: found.notes
        })
      }
    }))

  it.effect("a poor index has a poor recall, and says so", () =>
    Effect.gen(function*() {
      const poor = hnswlib({ smallest: 50, M: 2, efConstruction: 3, efSearch: 1, sample: 400 })
      const { notes } = yield* poor.within({ ...request, neighbors: () => 1 })
      assert.isBelow(notes!["recall"] as number, 0.9)
    }))

  it.effect("repeats itself, and searches small groups exactly", () =>
    Effect.gen(function*() {
      const search = hnswlib({ smallest: 50 })
      assert.deepStrictEqual(yield* search.within(request), yield* search.within(request))
      const { notes: _, ...table } = yield* hnswlib().within(request)
      assert.deepStrictEqual(table, yield* Neighbors.exact.within(request))
    }))
})

describe("without hnswlib-node", () => {
  it("says how to add it", async () => {
    vi.resetModules()
    vi.doMock("hnswlib-node", () => {
      throw new Error("Cannot find package")
    })
    const fresh = await import("./hnswlib.ts")
    const error = await Effect.runPromise(Effect.flip(fresh.hnswlib().within(request)))
    assert.strictEqual(error.reason, "Missing")
    assert.match(error.message, /npm install hnswlib-node/)
    vi.doUnmock("hnswlib-node")
  })
})
