import { assert, describe } from "@effect/vitest"
import { fc, it } from "@fast-check/vitest"
import { runs } from "../../test/runs.ts"
import { downward, relative, slackFor, upward } from "./slack.ts"

const single = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e6), max: Math.fround(1e6) })

const rows = fc.integer({ min: 1, max: 200 }).chain((cols) =>
  fc.record({
    x: fc.array(single, { minLength: cols, maxLength: cols }),
    c: fc.array(single, { minLength: cols, maxLength: cols }),
    order: fc.shuffledSubarray(Array.from({ length: cols }, (_, p) => p), { minLength: cols, maxLength: cols }),
    up: fc.array(fc.boolean(), { minLength: 2 * cols + 2, maxLength: 2 * cols + 2 })
  })
)

const bits = new DataView(new ArrayBuffer(4))

/** One of the two float32 numbers beside a number, by `up`; numbers too small for full precision are 0. */
const rounded = (x: number, up: boolean): number => {
  const near = Math.fround(x)
  if (Math.abs(near) < 2 ** -126) return 0
  if (near === x || up === near > x) return near
  bits.setFloat32(0, near)
  bits.setInt32(0, bits.getInt32(0) + ((near < x) === (near > 0) ? 1 : -1))
  return bits.getFloat32(0)
}

describe("the bound", () => {
  it.prop([rows], { numRuns: runs(600) })("holds whichever way a sum is ordered and rounded", ({ c, order, up, x }) => {
    const whole = { dot: 0, half: 0, x: 0 }
    x.forEach((a, p) => {
      whole.dot += a * c[p]!
      whole.half += c[p]! ** 2 / 2
      whole.x += a * a
    })
    const flushed = (a: number): number => Math.abs(a) < 2 ** -126 ? 0 : a
    let sum = 0
    order.forEach((p, n) => {
      sum = rounded(sum + rounded(flushed(x[p]!) * flushed(c[p]!), up[2 * n]!), up[2 * n + 1]!)
    })
    const value = rounded(rounded(whole.half, up.at(-1)!) - sum, up.at(-2)!)
    const slack = slackFor(x.length)(Math.sqrt(whole.x), Math.sqrt(2 * whole.half))
    assert.isAtMost(Math.abs(value - (whole.half - whole.dot)), slack)
  })

  it("grows with the width by a part of the lengths", () => {
    assert.closeTo(relative(512) / (528 * 2 ** -23), 1, 1e-4)
    assert.isAbove(slackFor(512)(1, 1), 2 * 528 * 2 ** -23)
    assert.isAbove(slackFor(1)(0, 0), 0)
  })
})

describe("limits in single precision", () => {
  it.prop([fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e38, max: 1e38 })], { numRuns: runs(600) })(
    "are on the safe side when they are rounded",
    (x) => {
      assert.isAtLeast(Math.fround(upward(x)), x)
      assert.isAtMost(Math.fround(downward(x)), x)
    }
  )

  it("stay finite", () => {
    assert.isTrue(Number.isFinite(Math.fround(upward(1e300))))
    assert.isTrue(Number.isFinite(Math.fround(downward(-1e300))))
  })
})
