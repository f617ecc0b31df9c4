import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { clouds } from "../../test/clouds.ts"
import { close } from "../../test/kernels.ts"
import { row } from "../Matrix.ts"
import { distance, squaredDistance } from "./distance.ts"

describe("distance", () => {
  it("is Euclidean, over every column", () => {
    for (let cols = 1; cols < 20; cols++) {
      const data = new Float32Array(2 * cols)
      data[cols - 1] = 3
      data[2 * cols - 1] = 7
      assert.strictEqual(distance(data, cols, 0, 1), 4)
    }
  })

  test.prop([clouds, fc.nat(), fc.nat()])("is the root of the sum of squared differences, and symmetric", (x, a, b) => {
    const i = a % x.rows, j = b % x.rows
    const plain = row(x, i).reduce((sum, value, p) => sum + (value - row(x, j)[p]!) ** 2, 0)
    const square = squaredDistance(x.data, i * x.cols, x.data, j * x.cols, x.cols)
    assert.isTrue(close([square / (plain || 1)], [plain / (plain || 1)]))
    assert.strictEqual(distance(x.data, x.cols, i, j), distance(x.data, x.cols, j, i))
    assert.strictEqual(distance(x.data, x.cols, i, i), 0)
  })
})
