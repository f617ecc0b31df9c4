import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { tilesOf } from "../test/tiles.ts"
import { InvalidQuery, MissingColumn } from "./Errors.ts"
import * as Matrix from "./Matrix.ts"
import * as Neighbors from "./Neighbors.ts"
import * as Query from "./Query.ts"
import * as Select from "./Select.ts"
import * as Spec from "./Spec.ts"
import * as Strategy from "./Strategy.ts"
import { forQuery, normalized, type Tiles } from "./Tiles.ts"

const embedding = Matrix.fromRows([[3, 4], [0, 0], [0, 2]])
const query = Query.makeUnsafe({ size: 3, budget: 1, seed: 0 })
const over = () => Query.overTiles(query, { embedding: tilesOf(embedding, 256) })

/** Picks the first candidate, and says how many rows it saw. */
const first = (name: string, tiles: ReadonlyArray<"embedding">) =>
  Select.make({
    spec: Spec.make(name, {}, { positional: [], defaults: {} }),
    needs: ["embedding"],
    tiles,
    pick: (frame) =>
      Effect.succeed({
        positions: frame.candidates.slice(0, 1),
        scores: Float64Array.of(frame.tiled?.embedding?.rows ?? -1)
      })
  })

/** Farthest first. */
const farthest = Select.make({
  spec: Spec.make("farthest", {}, { positional: [], defaults: {} }),
  needs: ["embedding"],
  tiles: ["embedding"],
  pick: ({ budget, candidates, tiled }) =>
    Effect.map(
      Neighbors.farthestOver({ tiles: tiled!.embedding!, candidates, centers: new Uint32Array(), budget }),
      ({ distances, picks }) => ({ positions: picks, scores: distances })
    ).pipe(Effect.orDie)
})

describe("a query over tiles", () => {
  it.effect("runs parts that take tiles, and refuses others by name before anything runs, in every branch", () =>
    Effect.gen(function*() {
      const tiled = Strategy.make(first("tiled", ["embedding"])), whole = Strategy.make(first("whole", []))
      assert.deepStrictEqual((yield* Strategy.runAny(tiled, over())).scores, Float64Array.of(3))
      assert.deepStrictEqual(Strategy.takingWhole(tiled, "embedding"), [])
      for (const strategy of [whole, Strategy.orElse(whole, tiled), Strategy.mix([1, tiled], [1, whole])]) {
        assert.deepStrictEqual(Strategy.takingWhole(strategy, "embedding"), ["whole"])
        const error = yield* Effect.flip(Strategy.runAny(strategy, over()))
        assert.instanceOf(error, MissingColumn)
        assert.match(error.message, /whole needs the column "embedding"; .*stay in their file/)
      }
    }))

  it.effect.each([
    [undefined, 1],
    [1, 1],
    [2, 2]
  ])(
    "reads as many parts at a time as it says (%s), however many queries run over the same tiles",
    ([together, expected]) =>
      Effect.gen(function*() {
        const rows = Matrix.fromRows(Array.from({ length: 700 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]))
        let reading = 0, most = 0
        const inner = tilesOf(rows, 256)
        const tiles = {
          ...inner,
          together,
          read: (from: number, into: Float32Array) =>
            Effect.gen(function*() {
              most = Math.max(most, ++reading)
              for (let turn = 0; turn < 3; turn++) yield* Effect.yieldNow
              yield* inner.read(from, into)
              reading--
            })
        }
        const asked = () => Query.overTiles(Query.makeUnsafe({ size: 700, budget: 5, seed: 0 }), { embedding: tiles })
        const center = Strategy.make(farthest)
        const [first, ...others] = yield* Effect.all(
          Array.from({ length: 4 }, () => Strategy.runAny(center, asked())),
          {
            concurrency: "unbounded"
          }
        )
        assert.strictEqual(most, expected)
        for (const other of others) assert.deepStrictEqual(other.picks, first!.picks)
      })
  )

  it.effect("reads rows at their places in turn with tiles, of all queries over one reader", () =>
    Effect.gen(function*() {
      const inner = tilesOf(Matrix.fromRows([[1, 2], [3, 4], [5, 6]]), 256)
      let reading = 0, most = 0
      const alone = (from: number, into: Float32Array) =>
        Effect.gen(function*() {
          most = Math.max(most, ++reading)
          yield* Effect.yieldNow
          yield* inner.read(from, into)
          reading--
        })
      const tiles: Tiles = { ...inner, read: alone, some: ([first], into) => alone(first!, into) }
      const into = Array.from({ length: 4 }, () => new Float32Array(2)),
        [one, other] = [forQuery(tiles), forQuery(tiles)]
      yield* Effect.all([
        one.some!(Uint32Array.of(2), into[0]!),
        other.some!(Uint32Array.of(1), into[1]!),
        one.read(0, into[2]!),
        other.read(1, into[3]!)
      ], { concurrency: "unbounded" })
      assert.deepStrictEqual(into.map((row) => [...row]), [[5, 6], [3, 4], [1, 2], [3, 4]])
      assert.strictEqual(most, 1)
      assert.isUndefined(forQuery(inner).some)
    }))

  it.effect("of another query over the same reader nothing is remembered, such as the lengths of rows", () =>
    Effect.gen(function*() {
      const rows = Matrix.fromRows([[1, 0], [0, 1], [1, 1], [2, 1]]), tiles = tilesOf(rows, 256)
      const run = () =>
        Strategy.runAny(
          Strategy.make(farthest),
          Query.overTiles(Query.makeUnsafe({ size: 4, budget: 3, seed: 0 }), { embedding: normalized(tiles) })
        )
      const before = yield* run()
      rows.data.forEach((x, i) => rows.data[i] = x * 2 ** Math.floor(i / 2))
      assert.deepStrictEqual((yield* run()).scores, before.scores)
    }))

  it("refuses tiles of another number of rows, and of a query that has an embedding", () => {
    assert.throws(
      () => Query.overTiles(query, { embedding: tilesOf(Matrix.fromRows([[1]]), 256) }),
      InvalidQuery,
      /1 rows and the pool 3 items/
    )
    const given = Query.makeUnsafe({ embedding, budget: 1, seed: 0 })
    assert.throws(
      () => Query.overTiles(given, { embedding: tilesOf(embedding, 256) }),
      InvalidQuery,
      /give one of them/
    )
  })

  it("says that rows are scaled, and leaves the tiles alone", () => {
    const tiles = tilesOf(embedding, 256)
    assert.deepStrictEqual([tiles.unit, normalized(tiles).unit, tiles.zeroRows], [false, true, 1])
  })
})
