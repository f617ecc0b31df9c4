import { assert, describe, it } from "@effect/vitest"
import { makeRates } from "./rate.ts"

describe("makeRates", () => {
  it("lets so many through at once and then as many as fill in, each client for itself", () => {
    const { take } = makeRates({ perSecond: 10, atOnce: 3 })
    assert.deepStrictEqual([1, 2, 3].map(() => take("anna", 0)), [0, 0, 0])
    assert.strictEqual(take("anna", 0), 100)
    assert.strictEqual(take("bo", 0), 0)
    assert.strictEqual(take("anna", 50), 50)
    assert.strictEqual(take("anna", 100), 0)
    assert.strictEqual(take("anna", 100, 0.5), 50)
    assert.deepStrictEqual([1, 2, 3, 4].map(() => take("anna", 100_000)), [0, 0, 0, 100])
  })

  it("forgets clients that have waited long enough", () => {
    const { take } = makeRates({ perSecond: 1, atOnce: 1 })
    for (let i = 0; i < 10_500; i++) assert.strictEqual(take(`client ${i}`, 0), 0)
  })
})
