import { assert, describe, it } from "@effect/vitest"
import { timeLeft } from "./time-left.ts"

describe("timeLeft", () => {
  it("comes from the bytes of this connection", () => {
    assert.strictEqual(timeLeft(6e7, 1e7, 2000, 1e8), "60 of 100 MB, 8 s left")
    assert.strictEqual(timeLeft(1e8, 1e7, 1000, 1.3e9), "100 of 1300 MB, 2 min left")
    assert.strictEqual(timeLeft(1e8, 1e6, 1000, 9.1e9), "100 of 9100 MB, 2 h 30 min left")
  })

  it("says nothing of time in the first second, and of the whole where it is not known", () => {
    assert.strictEqual(timeLeft(6e6, 6e6, 999, 1e7), "6.0 of 10 MB")
    assert.strictEqual(timeLeft(6e6, 0, 5000, 1e7), "6.0 of 10 MB")
    assert.strictEqual(timeLeft(6e6, 6e6, 5000, undefined), "6.0 MB")
  })
})
