import { assert, it } from "@effect/vitest"
import { clamped, within } from "./domain.ts"

it("within is the nearest number of an interval, and keeps what is not defined", () => {
  assert.deepStrictEqual([-1, 0, 0.5, 2, -Infinity].map((x) => within(x, 0, 1)), [0, 0, 0.5, 1, 0])
  assert.isNaN(within(Number.NaN, 0, 1))
  const values = Float64Array.of(-1e-17, Number.NaN, 1.1)
  assert.strictEqual(clamped(values, 0, 1), values)
  assert.deepStrictEqual(values, Float64Array.of(0, Number.NaN, 1))
})
