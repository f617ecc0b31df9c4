import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { engines, exponents, inFrame, matrix, timesPowerOfTwo, wholeNumbers } from "../../test/kernels.ts"
import { make, make64 } from "../Matrix.ts"
import { enter, type Frame, frameOf, leave, placed } from "./frame.ts"

const [engine] = engines
const frame = (matrix: Parameters<typeof frameOf>[1]) => Effect.runPromise(frameOf(engine!, matrix))
const whole = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 5 }))
  .chain((shape) => wholeNumbers(...shape))

describe("frameOf", () => {
  test.prop([whole, exponents])(
    "brings rows of any size to where single precision holds them, exactly",
    async (x, e) => {
      const scaled = timesPowerOfTwo(x, e), found = await frame(scaled)
      const { data } = await Effect.runPromise(placed(engine!, found, scaled))
      assert.deepStrictEqual(leave(found, Float64Array.from(data)), Float64Array.from(scaled.data))
      const longest = Math.max(...data.map(Math.abs))
      assert.isTrue(longest === 0 || (longest > 1e-11 && longest < 1e15))
    }
  )

  test.prop([matrix.filter(({ rows }) => rows > 0)])("leaves rows where they are that it put there", (x) => {
    const once = inFrame(x)
    assert.strictEqual(inFrame(once), once)
  })

  it("leaves rows alone that lie around 0", async () => {
    const x = make(Float32Array.of(-3, 5, 1, 2), 2, 2), found = await frame(x)
    assert.deepStrictEqual(found, { origin: new Float64Array(2), factor: 1 })
    assert.strictEqual(await Effect.runPromise(placed(engine!, found, x)), x)
  })

  it("moves rows that lie far from 0, in the columns where that is exact", async () => {
    const x = make(Float32Array.of(3000, 0.1, 3001.5, 2 ** -30, 3004, 0.2), 3, 2)
    const found = await frame(x)
    assert.deepStrictEqual(found, { origin: Float64Array.of(3001.5, 0), factor: 1 })
    const { data } = await Effect.runPromise(placed(engine!, found, x))
    assert.deepStrictEqual(data, Float32Array.of(-1.5, 0.1, 0, 2 ** -30, 2.5, 0.2))
  })
})

describe("leave", () => {
  it("undoes enter", () => {
    const there: Frame = { origin: Float64Array.of(3, -1), factor: 2 ** -70 }
    const points = Float64Array.of(2 ** 70, 5, -1, 0.25)
    assert.deepStrictEqual(leave(there, enter(there, make64(points, 2, 2))), points)
  })
})
