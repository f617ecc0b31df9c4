import { assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { draw, snap } from "./draw.ts"

describe("draw", () => {
  test.prop([fc.integer(), fc.string()])("gives the same stream for the same seed and name", (seed, name) => {
    const [a, b] = [draw(seed, name), draw(seed, name)]
    for (let i = 0; i < 5; i++) assert.strictEqual(a.unit(), b.unit())
  })

  test.prop([fc.nat()])("stays on a lattice that single precision and three divisions by five leave exact", (seed) => {
    const x = draw(seed, "x").lattice() * 3.9
    const snapped = snap(x)
    assert.strictEqual(Math.fround(snapped), snapped)
    assert.isTrue(Number.isInteger(snapped * 2 ** 20 / 125))
  })
})
