import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { cloud, everyone } from "../test/clouds.ts"
import * as Neighbors from "./Neighbors.ts"
import { withinSync } from "./neighbors/brute.ts"
import { Kernels } from "./node.ts"

const matrix = cloud("plain", 60, 6, 1)
const rows = everyone(matrix)
const request = { matrix, members: rows, group: new Int32Array(60), neighbors: () => 5 }

describe("Neighbors", () => {
  it("is exact by default, synchronously", () => {
    const table = Effect.runSync(Effect.flatMap(Neighbors.Neighbors, ({ within }) => within(request)))
    assert.deepStrictEqual(table, withinSync(matrix, request))
  })

  it.effect("are believed by nobody who asks: an answer that makes no sense is an error", () =>
    Effect.gen(function*() {
      const right = withinSync(matrix, request)
      const swapped = Float64Array.from(right.distances)
      swapped[0] = 1e9
      const wrong: ReadonlyArray<readonly [unknown, RegExp]> = [
        [undefined, /it gave undefined/],
        [{ ...right, counts: right.counts.subarray(1) }, /it has 59 rows for 60 members/],
        [{ ...right, width: 4 }, /for 60 × 4 cells/],
        [
          { ...right, indices: right.indices.map((j, i) => i === 0 ? 0 : j) },
          /position 0 is no neighbor of position 0/
        ],
        [{ ...right, indices: right.indices.map((j, i) => i === 0 ? 99 : j) }, /position 99 is no neighbor/],
        [{ ...right, distances: swapped }, /has the distances 1000000000 and then/],
        [{ ...right, distances: right.distances.map(() => Number.NaN) }, /has the distances 0 and then NaN/],
        [{ ...right, counts: right.counts.map(() => 6) }, /has 6 neighbors in a table of width 5/]
      ]
      for (const [answer, message] of wrong) {
        const service = { name: "mine", within: () => Effect.succeed(answer as Neighbors.NeighborTable) }
        const error = yield* Effect.flip(Neighbors.ask(service, request))
        assert.deepInclude(error, { _tag: "NeighborsError", reason: "Answer", service: "mine" })
        assert.isDefined(error.expected)
        assert.match(error.message, message)
      }
      const cut = { name: "mine", within: () => Effect.succeed({ ...right, counts: right.counts.subarray(1) }) }
      assert.deepInclude(yield* Effect.flip(Neighbors.ask(cut, request)), { value: 59, expected: 60 })
      const broken = { name: "mine", within: () => Effect.die("broken") }
      const failed = {
        reason: "Failed",
        service: "mine",
        cause: "broken",
        message: "mine: the search for neighbors failed: \"broken\""
      }
      assert.deepInclude(yield* Effect.flip(Neighbors.ask(broken, request)), failed as object)
      assert.deepStrictEqual(yield* Neighbors.ask(Neighbors.exact, request), right)
    }))

  it.effect("are believed only where they are among those sought", () =>
    Effect.gen(function*() {
      const sought = Uint8Array.from(rows, (i) => i % 2), some = { ...request, sought }
      const all = { name: "mine", within: () => Effect.succeed(withinSync(matrix, request)) }
      const error = yield* Effect.flip(Neighbors.ask(all, some))
      assert.match(
        error.message,
        /position \d*[02468] is no neighbor of position 0: it is not among those that are sought/
      )
      assert.deepStrictEqual(yield* Neighbors.ask(Neighbors.exact, some), withinSync(matrix, some))
    }))

  it.effect("can be replaced", () =>
    Effect.gen(function*() {
      const { name } = yield* Neighbors.Neighbors
      assert.strictEqual(name, "mine")
    }).pipe(Effect.provideService(Neighbors.Neighbors, { ...Neighbors.exact, name: "mine" })))

  it.effect("the largest pure radius is pure: no edge between labels, and at the next distance there is one", () =>
    Effect.gen(function*() {
      const label = Int32Array.from(rows, (i) => matrix.data[i * 6]! > 0 ? 1 : 0)
      const distances = yield* Neighbors.nearestOther({ matrix, rows, label })
      const mixed = Effect.fnUntraced(function*(radius: number) {
        const { offsets, targets } = yield* Neighbors.radiusGraph({ matrix, rows, radius })
        return rows.filter((i) => targets.subarray(offsets[i], offsets[i + 1]).some((j) => label[j] !== label[i]))
          .length
      })
      const radius = Neighbors.largestPureRadius(distances, 1)
      assert.strictEqual(yield* mixed(radius), 0)
      assert.isAbove(yield* mixed(radius * (1 + 1e-12)), 0)
    }))

  it.effect("farthest first is greedy k-center", () =>
    Effect.gen(function*() {
      const centers = Uint32Array.of(0)
      const { distances } = yield* Neighbors.farthestFirst({ matrix, centers, candidates: rows, budget: 10 })
      assert.deepStrictEqual(distances, distances.toSorted().toReversed())
    }))

  it.live("two threads find the same, bit by bit", () =>
    Effect.gen(function*() {
      const wide = cloud("plain", 700, 200, 2)
      const all = everyone(wide)
      const label = Int32Array.from(all, (i) => i % 5)
      const answers = Effect.all([
        Neighbors.exact.within({ matrix: wide, members: all, group: new Int32Array(700), neighbors: () => 7 }),
        Neighbors.nearestOther({ matrix: wide, rows: all, label }),
        Neighbors.radiusGraph({ matrix: wide, rows: all, radius: 19 }),
        Neighbors.farthestFirst({ matrix: wide, centers: Uint32Array.of(3), candidates: all, budget: 20 })
      ])
      assert.deepStrictEqual(yield* Effect.provide(answers, Kernels.layer({ threads: 2 })), yield* answers)
    }), 60_000)
})
