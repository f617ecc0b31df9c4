import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { cloud, type Kind } from "../../test/clouds.ts"
import { engines } from "../../test/kernels.ts"
import { ownersOf } from "../../test/owners.ts"
import { runs } from "../../test/runs.ts"
import { kmeans } from "../kmeans/kmeans.ts"
import { make, type Matrix } from "../Matrix.ts"
import * as Rng from "../Rng.ts"
import { assemble } from "./crew.ts"
import { assignRows, begin, descend, fillEmpty } from "./means.ts"

const engine = engines[0]!

/** From given centers, as k-means begins with them. */
const from = (centers: Float64Array, k: number) =>
  Effect.fnUntraced(function*(owners: ReturnType<typeof ownersOf>) {
    // Sums are asked for two clusters at a time.
    const crew = { ...yield* assemble(owners, 3, false), sent: 24 }, none = new Float64Array(3)
    const squares = yield* crew.all<"Squares">(() => ({
      ...{ _tag: "Squares", origin: none, factor: Float64Array.of(1), point: none } as const
    }))
    const longest = Math.sqrt(Math.max(...squares.map(({ most }) => most[0]!)))
    yield* crew.all<"Begin">(() => ({ _tag: "Begin", count: 2 }))
    const first = yield* begin(crew, k, longest)
    first.centers.set(centers)
    yield* assignRows(crew, first)
    const filled = yield* fillEmpty(crew, first), means = yield* begin(crew, k, longest)
    yield* descend(crew, means, { maxIterations: 5, tolerance: 0, onIteration: () => Effect.void })
    return { filled, centers: means.centers, sizes: means.sizes }
  }, Effect.scoped)

/** With columns so small that their sums are of another level. */
const uneven = ({ cols, data, rows }: Matrix): Matrix =>
  make(data.map((x, at) => at % cols === 0 ? x : (x + at / 7) * 2 ** -40), rows, cols)

describe("fillEmpty", () => {
  test.prop([
    fc.constantFrom<Kind>("plain", "grid", "duplicates"),
    fc.constantFrom(300, 700),
    fc.constantFrom(0, 1, 2, 3),
    fc.nat({ max: 99 })
  ], { numRuns: runs(40) })(
    "gives empty clusters the rows farthest from their centers, whoever has them, with ties",
    async (kind, rows, forgets, seed) => {
      const matrix = uneven(cloud(kind, rows, 3, seed)), k = 5
      // All centers but the first are nowhere near a row.
      const initial = Float64Array.from({ length: 3 * k }, (_, i) => i < 3 ? 0 : 1e4 * (i + 1))
      const request = { matrix, k, key: Rng.fromSeed(1), maxIterations: 5, tolerance: 0 }
      const { centers, sizes } = await Effect.runPromise(
        kmeans(engine, { ...request, initial: { data: initial, rows: k, cols: 3 } })
      )
      const found = await Effect.runPromise(
        from(initial, k)(ownersOf(engine, matrix, { blocks: 1, forgets, tile: 256 }))
      )
      assert.deepStrictEqual(found, { filled: true, centers: centers.data, sizes })
    }
  )
})
