import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { kmeans } from "../Clusterer.ts"
import * as Kernels from "../Kernels.ts"
import * as Slab from "../kernels/slab.ts"
import * as Workspace from "../kernels/workspace.ts"
import * as Matrix from "../Matrix.ts"
import * as Rng from "../Rng.ts"

/** Leaves a byte all over the memory that small inputs share. */
const leave = (byte: number) =>
  Workspace.scratchPool(Kernels.make(), 500_000, (slab, at) =>
    Effect.sync(() => {
      Slab.u8(slab, at, 500_000).fill(byte)
    }))

const pool = (seed: number, rows: number, cols: number): Matrix.Matrix => {
  const next = Rng.reader(Rng.fromSeed(seed))
  return Matrix.make(Float32Array.from({ length: rows * cols }, () => next() * 2 - 1), rows, cols)
}

describe("k-means", () => {
  it.effect("does not depend on what its memory held before, NaN (0xFF…) included", () =>
    Effect.gen(function*() {
      for (let seed = 0; seed < 60; seed++) {
        const request = { matrix: pool(seed, 17 + seed % 8, 3 + seed % 3), k: 2 + seed % 6, key: Rng.fromSeed(seed) }
        const found: Array<string> = []
        for (const byte of [0x00, 0xFF, 0x7F]) {
          yield* leave(byte)
          found.push((yield* kmeans.cluster(request)).assignment.join())
        }
        assert.deepStrictEqual(found, [found[0], found[0], found[0]], `pool ${seed}`)
      }
    }))
})
