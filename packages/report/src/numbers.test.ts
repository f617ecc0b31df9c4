import { assert, describe, it } from "@effect/vitest"
import { listed, NONE, spread, time } from "./numbers.ts"

describe("numbers", () => {
  it("have their error beside them, where there is one", () => {
    assert.strictEqual(spread({ count: 2, mean: 0.5, standardError: 0.125 }, 2), "0.50 ± 0.13")
    assert.deepStrictEqual([spread({ count: 1, mean: 0.5, standardError: undefined }, 1), spread(undefined, 1)], [
      "0.5",
      NONE
    ])
  })

  it("are times in the unit that suits them", () => {
    const texts = [0.5, 12.34, 999, 1500, 90_000, 7_200_000, Number.NaN, undefined].map(time)
    assert.deepStrictEqual(texts, ["0.50 ms", "12.3 ms", "999 ms", "1.50 s", "1.50 min", "2.00 h", NONE, NONE])
  })

  it("stand in sentences", () => {
    assert.deepStrictEqual([listed([]), listed(["a"]), listed(["a", "b", "c"])], ["", "a", "a, b and c"])
  })
})
