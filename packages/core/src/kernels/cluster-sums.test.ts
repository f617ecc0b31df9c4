import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { close, matrix, variants } from "../../test/kernels.ts"
import { gridFor } from "../kmeans/sums.ts"
import { row } from "../Matrix.ts"
import { clusterSums, followSums, ownDistances } from "./cluster-sums.ts"
import * as Slab from "./slab.ts"
import { squaredDistance } from "./squared-distances.ts"

const k = 7

describe("cluster sums", () => {
  for (const variant of variants) {
    const slab = Slab.make(2 ** 18, variant)
    const at = Object.fromEntries(["x", "index", "own", "weights", "sums", "out"].map((name) => [
      name,
      slab.alloc(2 ** 14)
    ])) as { readonly [name: string]: number }
    const [x0, index, own, weights, sums, out] = Object.values(at) as [
      ...[number, number, number, number, number, number]
    ]

    test.prop([matrix, fc.nat(), fc.nat()])(
      `each range sums its columns, over each run of rows (${variant})`,
      (x, cutColumn, cutRow) => {
        Slab.f32(slab, x0, x.data.length).set(x.data)
        Slab.u32(slab, index, x.rows).set(Array.from({ length: x.rows }, (_, i) => x.rows - 1 - i))
        const mine = Slab.i32(slab, own, x.rows).map((_, i) => (i * i) % k)
        Slab.i32(slab, own, x.rows).set(mine)
        Slab.f64(slab, weights, x.rows).set(Float64Array.from({ length: x.rows }, (_, i) => i / 2))
        Slab.f64(slab, sums, k * x.cols).fill(0)
        const expected = new Float64Array(k * x.cols)
        const call = slab.bind(clusterSums, variant)
        const cut = Math.min(x.cols, (cutColumn % 10) * clusterSums.align), half = cutRow % (x.rows + 1)
        const ranges = [[cut, x.cols, 0, half], [0, cut, 0, half], [0, cut, half, x.rows], [cut, x.cols, half, x.rows]]
        for (const [from = 0, to = 0, first = 0, last = 0] of ranges) {
          call(from, to, x0, index, first, last, x.cols, own, weights, sums)
          for (let i = first; i < last; i++) {
            const j = mine[i]!
            for (let p = from; p < to; p++) expected[j * x.cols + p]! += row(x, x.rows - 1 - i)[p]! * i / 2
          }
          assert.isTrue(close(Slab.f64(slab, sums, expected.length), expected))
        }
      }
    )

    test.prop([matrix, fc.nat(), fc.nat(), fc.integer({ min: -90, max: 30 }), fc.constantFrom(1, 2, 3)])(
      `exact sums follow rows to other clusters, the same bits in any cut, and are those of the twin (${variant})`,
      (x, cutColumn, seed, e, levels) => {
        const { cols, data, rows } = x, before = slab.alloc(4 * rows), all = slab.alloc(8 * levels * k * cols)
        const lost = slab.alloc(4), numbers = Slab.f64(slab, all, levels * k * cols).fill(0)
        const twin = new Float64Array(levels * k * cols), left = new Int32Array(1)
        Slab.i32(slab, lost, 1)[0] = 0
        Slab.f32(slab, x0, data.length).set(data)
        const places = Uint32Array.from({ length: rows }, (_, i) => rows - 1 - i)
        Slab.u32(slab, index, rows).set(places)
        // Some weigh nothing, and some next to nothing.
        const weighs = Float64Array.from({ length: rows }, (_, i) => (i % 4) / 3 * (i % 5 === 0 ? 2 ** e : 1))
        Slab.f64(slab, weights, rows).set(weighs)
        const largest = data.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
        const { finer, unit } = gridFor(rows, Math.max(...weighs) * largest), stride = 8 * k * cols
        const call = slab.bind(followSums, variant), cut = Math.min(cols, (cutColumn % 10) * followSums.align)
        let was = new Int32Array(rows).fill(-1)
        for (const round of [0, 1, 2]) {
          const mine = Int32Array.from({ length: rows }, (_, i) => (i * i + (i % 3 === 0 ? 0 : round * seed)) % k)
          Slab.i32(slab, own, rows).set(mine)
          Slab.i32(slab, before, rows).set(was)
          const half = seed % (rows + 1)
          const ranges = [[cut, cols, half, rows], [cut, cols, 0, half], [0, cut, 0, half], [0, cut, half, rows]]
          for (const [from = 0, to = 0, first = 0, last = 0] of ranges) {
            call(
              ...[from, to, x0, index, first, last, cols, own, before, weights] as const,
              ...[unit, finer, levels, stride, all, lost] as const
            )
          }
          followSums.twin(
            ...[
              0,
              cols,
              data,
              places,
              0,
              rows,
              cols,
              mine,
              was,
              weighs,
              unit,
              finer,
              levels,
              stride,
              twin,
              left
            ] as const
          )
          assert.deepStrictEqual(Float64Array.from(numbers), twin)
          assert.strictEqual(Slab.i32(slab, lost, 1)[0], left[0])
          was = mine
        }
        for (const at of [before, all, lost]) slab.free(at)
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
