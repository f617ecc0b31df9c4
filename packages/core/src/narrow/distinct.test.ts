import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { distinctRows, firstEqual } from "./distinct.ts"

describe("firstEqual", () => {
  test.prop([fc.integer({ min: 1, max: 3 }), fc.array(fc.constantFrom(0, -0, 1, 2 ** -149, 1e300), { maxLength: 60 })])(
    "is the first row of the same numbers",
    (cols, values) => {
      const rows = Math.floor(values.length / cols)
      const key = (i: number) => values.slice(i * cols, (i + 1) * cols).map((x) => x + 0).join()
      const keys = Array.from({ length: rows }, (_, i) => key(i))
      assert.deepStrictEqual([...firstEqual(values, rows, cols)], keys.map((own) => keys.indexOf(own)))
      assert.strictEqual(distinctRows(values, rows, cols), new Set(keys).size)
    }
  )

  it("compares whole numbers of 64 bits", () => {
    assert.deepStrictEqual([...firstEqual(BigUint64Array.of(2n ** 63n, 2n ** 63n + 1n, 2n ** 63n), 3, 1)], [0, 1, 0])
  })
})
