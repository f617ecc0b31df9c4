import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { close, matrix, variants } from "../../test/kernels.ts"
import { row } from "../Matrix.ts"
import { clusterSums, ownDistances } from "./cluster-sums.ts"
import * as Slab from "./slab.ts"
import { squaredDistance } from "./squared-distances.ts"

const k = 7

describe("cluster sums", () => {
  for (const variant of variants) {
    const slab = Slab.make(2 ** 18, variant)
    const at = Object.fromEntries(["x", "index", "own", "weights", "dirty", "sums", "out"].map((name) => [
      name,
      slab.alloc(2 ** 14)
    ])) as { readonly [name: string]: number }
    const [x0, index, own, weights, dirty, sums, out] = Object.values(at) as [
      ...[number, number, number, number, number, number, number]
    ]

    test.prop([matrix, fc.nat(), fc.nat()])(
      `each range sums its columns of dirty clusters, over each run of rows (${variant})`,
      (x, cutColumn, cutRow) => {
        Slab.f32(slab, x0, x.data.length).set(x.data)
        Slab.u32(slab, index, x.rows).set(Array.from({ length: x.rows }, (_, i) => x.rows - 1 - i))
        const mine = Slab.i32(slab, own, x.rows).map((_, i) => (i * i) % k)
        Slab.i32(slab, own, x.rows).set(mine)
        Slab.f64(slab, weights, x.rows).set(Float64Array.from({ length: x.rows }, (_, i) => i / 2))
        Slab.i32(slab, dirty, k).set(Int32Array.from({ length: k }, (_, j) => j % 2))
        Slab.f64(slab, sums, k * x.cols).fill(0)
        const expected = new Float64Array(k * x.cols)
        const call = slab.bind(clusterSums, variant)
        const cut = Math.min(x.cols, (cutColumn % 10) * clusterSums.align), half = cutRow % (x.rows + 1)
        const ranges = [[cut, x.cols, 0, half], [0, cut, 0, half], [0, cut, half, x.rows], [cut, x.cols, half, x.rows]]
        for (const [from = 0, to = 0, first = 0, last = 0] of ranges) {
          call(from, to, x0, index, first, last, x.cols, own, weights, dirty, sums)
          for (let i = first; i < last; i++) {
            const j = mine[i]!
            if (j % 2 === 0) continue
            for (let p = from; p < to; p++) expected[j * x.cols + p]! += row(x, x.rows - 1 - i)[p]! * i / 2
          }
          assert.isTrue(close(Slab.f64(slab, sums, expected.length), expected))
        }
      }
    )

    test.prop([matrix])(`distances to the own center (${variant})`, (x) => {
      const centers = Float64Array.from({ length: k * x.cols }, (_, i) => Math.sin(i))
      Slab.f32(slab, x0, x.data.length).set(x.data)
      Slab.u32(slab, index, x.rows).set(Array.from({ length: x.rows }, (_, i) => i))
      const mine = Int32Array.from({ length: x.rows }, (_, i) => (3 * i) % k)
      Slab.i32(slab, own, x.rows).set(mine)
      Slab.f64(slab, sums, centers.length).set(centers)
      slab.bind(ownDistances, variant)(0, x.rows, x0, index, x.cols, own, sums, out)
      const expected = Float64Array.from(
        mine,
        (j, i) => squaredDistance(x.data, i * x.cols, centers, j * x.cols, x.cols)
      )
      assert.isTrue(close(Slab.f64(slab, out, x.rows), expected))
    })
  }
})
