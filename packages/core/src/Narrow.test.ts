import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import * as Narrow from "./Narrow.ts"
import { squaredDistance } from "./neighbors/distance.ts"

const far = 1.7e9

describe("narrow", () => {
  it("rounds what single precision holds well, and shares what is in it already", () => {
    const data = Float32Array.of(1, 2)
    assert.strictEqual(Narrow.narrow(data, 2, 1).matrix.data, data)
    assert.deepStrictEqual(Narrow.narrow([0.1, 0.7, 0.3, 5000.1], 2, 2), {
      matrix: { data: Float32Array.of(0.1, 0.7, 0.3, 5000.1), rows: 2, cols: 2 },
      merged: 0,
      distinct: 0,
      moved: []
    })
  })

  it("keeps apart what lies far from 0, in doubles and in whole numbers of 64 bits", () => {
    const { matrix, moved } = Narrow.narrow([far - 1, 0, far, 1, far + 1, 2], 3, 2)
    assert.deepStrictEqual(matrix.data, Float32Array.of(-1, 0, 0, 1, 1, 2))
    assert.deepStrictEqual([matrix.offset, moved], [Float64Array.of(far, 0), [0]])
    const times = BigInt64Array.of(2n ** 60n - 3n, 2n ** 60n, 2n ** 60n + 3n)
    const { matrix: { data, offset } } = Narrow.narrow(times, 3, 1)
    assert.deepStrictEqual(Array.from(data, (x) => x - data[0]!), [0, 3, 6])
    assert.closeTo(offset![0]!, 2 ** 60, 1024)
  })

  it("keeps distinct rows apart where the spread alone would not ask for it", () => {
    const values = Float64Array.from({ length: 3000 }, (_, i) => 1e4 + i / 3000)
    const { matrix, merged } = Narrow.narrow(values, 3000, 1)
    assert.strictEqual(merged, 0)
    assert.strictEqual(new Set(matrix.data).size, 3000)
    assert.isUndefined(Narrow.narrow(values, 3000, 1, "spread").matrix.offset)
  })

  it("leaves the noise of a column that hardly varies alone, and says how many rows became equal", () => {
    const narrowed = Narrow.narrow([0.5, 1, 0.5 + 1e-12, 1, 0.5, 0], 3, 2)
    assert.isUndefined(narrowed.matrix.offset)
    assert.deepStrictEqual([narrowed.merged, narrowed.distinct], [1, 3])
    assert.match(Narrow.notes(narrowed, undefined).join(), /^1 of 3 distinct rows become equal/)
    assert.isFalse(Narrow.vanished(narrowed))
    assert.isUndefined(Narrow.narrow([1, 1 + 2 ** -50], 2, 1).matrix.offset)
  })

  it("knows when all that was there is gone", () => {
    assert.isTrue(Narrow.vanished(Narrow.narrow([1e-60, 2e-60], 2, 1)))
    assert.isFalse(Narrow.vanished(Narrow.narrow([1e-60, 1e-60], 2, 1)))
  })

  it("names the columns that it moved", () => {
    const said = Narrow.notes(Narrow.narrow([far, 1, far + 1, 2], 2, 2), ["t", "x"])
    assert.match(said.join(), /^column "t" lies far from 0 .*: 1700000\d* is subtracted/)
  })

  const table = fc.record({
    rows: fc.integer({ min: 1, max: 12 }),
    cols: fc.integer({ min: 1, max: 4 }),
    shift: fc.constantFrom(0, 1e4, far, -far, 3e12)
  }).chain(({ cols, rows, shift }) =>
    fc.array(fc.integer({ min: -40, max: 40 }), { minLength: rows * cols, maxLength: rows * cols })
      .map((values) => ({ rows, cols, shift, values }))
  )

  test.prop([table])("keeps every distance of whole numbers, wherever they lie", ({ cols, rows, shift, values }) => {
    const moved = Float64Array.from(values, (x) => x + shift)
    const { matrix, merged } = Narrow.narrow(moved, rows, cols)
    assert.strictEqual(merged, 0)
    for (let i = 0; i < rows; i++) {
      assert.strictEqual(
        squaredDistance(matrix.data, 0, matrix.data, i * cols, cols),
        squaredDistance(moved, 0, moved, i * cols, cols)
      )
    }
    const varies = (at: number) => moved.some((x, i) => i % cols === at % cols && x !== moved[at])
    const back = Array.from(matrix.data, (x, at) => x + (matrix.offset?.[at % cols] ?? 0))
    assert.deepStrictEqual(back, Array.from(moved, (x, at) => varies(at) ? x : Math.fround(x)))
  })
})

describe("collector", () => {
  test.prop([
    fc.array(fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), fc.integer()))
  ])(
    "narrows what was put down one by one",
    (rows) => {
      const { finish, put } = Narrow.collector(2)
      rows.forEach((row, i) => row.forEach((value, col) => put(i, col, value)))
      const { matrix } = finish(rows.length), expected = Narrow.narrow(rows.flat(), rows.length, 2).matrix
      assert.deepStrictEqual(matrix, expected)
    }
  )

  it("counts whole numbers beyond 2^53 from the first", () => {
    const { finish, put } = Narrow.collector(2)
    const first = 1_700_000_000_000_000_123n
    ;[0n, 1n, 7n].forEach((step, row) => {
      put(row, 0, first + step)
      put(row, 1, row)
    })
    const { matrix, merged } = finish(3)
    assert.deepStrictEqual(matrix.data, Float32Array.of(0, 0, 1, 1, 7, 2))
    assert.deepStrictEqual([matrix.offset, merged], [Float64Array.of(Number(first), 0), 0])
  })

  it("stays in single precision for as long as that loses nothing", () => {
    const { finish, put } = Narrow.collector(1)
    for (let i = 0; i < 3000; i++) put(i, 0, i / 4)
    const { matrix: { data } } = finish(3000)
    assert.strictEqual(data.length, 3000)
    assert.strictEqual(data.buffer.byteLength, 12_000)
    assert.strictEqual(data[2999], 749.75)
  })
})

describe("flatten", () => {
  it("adds the offset, and tells what becomes equal by it", () => {
    const { matrix } = Narrow.narrow([far, far + 1, far + 500], 3, 1)
    const { distinct, matrix: flat, merged } = Narrow.flatten(matrix)
    assert.deepStrictEqual(flat, { data: Float32Array.of(far, far, far + 512), rows: 3, cols: 1 })
    assert.deepStrictEqual([merged, distinct], [1, 3])
  })
})
