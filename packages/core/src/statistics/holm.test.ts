import { assert, describe, it } from "@effect/vitest"
import { fc, test as prop } from "@fast-check/vitest"
import { holm } from "./holm.ts"

/** Holm's procedure is Bonferroni in closed testing: the worst of |S| · min p over all sets S with this test in it. */
const closed = (ps: ReadonlyArray<number>, at: number): number => {
  let worst = 0
  for (let set = 0; set < 2 ** ps.length; set++) {
    if (!(set >> at & 1)) continue
    const members = ps.filter((_, i) => set >> i & 1)
    worst = Math.max(worst, Math.min(1, members.length * Math.min(...members)))
  }
  return worst
}

describe("holm", () => {
  it("is right by hand", () => {
    assert.deepStrictEqual(holm([0.25, 0.01, 0.0625, 0.02]), [0.25, 0.04, 0.125, 0.06])
    assert.deepStrictEqual(holm([0.5, 0.5, 0.75]), [1, 1, 1])
    assert.deepStrictEqual(holm([]), [])
  })

  it("never puts a larger p below a smaller one", () => {
    assert.deepStrictEqual(holm([0.0625, 0.03125 * 1.5]), [0.09375, 0.09375])
  })

  it("leaves out what was not tested", () => {
    assert.deepStrictEqual(holm([undefined, 0.25, undefined, 0.125]), [undefined, 0.25, undefined, 0.25])
  })

  it("refuses what is no probability", () => {
    assert.throws(() => holm([0.5, 1.5]), RangeError, "p-value 1 is 1.5")
    assert.throws(() => holm([Number.NaN]), RangeError)
  })

  prop.prop([fc.array(fc.integer({ min: 0, max: 16 }).map((n) => n / 16), { minLength: 1, maxLength: 7 })])(
    "is closed testing with Bonferroni",
    (ps) => assert.deepStrictEqual(holm(ps), ps.map((_, at) => closed(ps, at)))
  )
})
