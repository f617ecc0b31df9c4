/**
 * What kernels find with a device and without, for tests that have one.
 */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Service } from "../src/Kernels.ts"
import { type Engine, single } from "../src/kernels/engine.ts"
import { farthest } from "../src/kernels/farthest.ts"
import { within } from "../src/kernels/nearest.ts"
import { radiusGraph } from "../src/kernels/radius-graph.ts"
import { share } from "../src/kernels/shared.ts"
import { kmeans } from "../src/kmeans/kmeans.ts"
import type { Matrix } from "../src/Matrix.ts"
import { distance } from "../src/neighbors/distance.ts"
import * as Rng from "../src/Rng.ts"

export { share }

/** Rows in eight groups, `size` times a part of 1 apart; whole numbers, which are full of ties, where that is asked for. */
export const rowsOf = (rows: number, cols: number, { far = 0, seed = 1, size = 1, whole = false } = {}): Matrix => {
  const draw = Rng.reader(Rng.derive(Rng.fromSeed(seed), "rows"))
  const places = Float64Array.from({ length: 8 * cols }, () => 3 * draw())
  const data = new Float32Array(rows * cols)
  for (let i = 0; i < data.length; i++) {
    const number = places[Math.floor(i / cols) % 8 * cols + i % cols]! + draw() + far
    data[i] = size * (whole ? Math.round(number) : number)
  }
  return { data, rows, cols }
}

/** Everything that asks a device. */
export const works = (engine: Engine, matrix: Matrix, k: number) =>
  Effect.gen(function*() {
    const { cols, data, rows } = matrix, all = Uint32Array.from({ length: rows }, (_, i) => i)
    const initial = { data: Float64Array.from(data.subarray(0, cols)), rows: 1, cols }
    const radius = distance(data, cols, 0, rows - 1)
    return {
      clusters: yield* kmeans(engine, { matrix, k, key: Rng.fromSeed(3), maxIterations: 5, initial }),
      neighbors: yield* within(engine, matrix, { members: all, group: new Int32Array(rows), neighbors: () => k }),
      graph: yield* radiusGraph(engine, { matrix, rows: all, radius }),
      farthest: yield* farthest(engine, { matrix, centers: all.subarray(0, 1), candidates: all, budget: k })
    }
  })

/** Fails unless kernels with a device find the same as those without. */
export const same = Effect.fnUntraced(function*(kernels: Service, matrix: Matrix, k: number) {
  const { variant } = kernels
  assert.deepStrictEqual(yield* works(kernels, matrix, k), yield* works(single(variant), matrix, k))
})
