import { assert, describe, it } from "@effect/vitest"
import { bytes, counted, duration, grouped, longTime, shortNumber } from "./Words.ts"

describe("numbers for people", () => {
  it("have four significant digits, whole ones all of theirs", () => {
    const texts = [0, 123456, 1.5, 1.23456, 100.04, 1e-9 / 3].map(shortNumber)
    assert.deepStrictEqual(texts, ["0", "123456", "1.5", "1.235", "100", "3.333e-10"])
    assert.deepStrictEqual([shortNumber(Infinity), shortNumber(-Infinity)], ["∞", "−∞"])
  })

  it("come with units and nouns", () => {
    assert.deepStrictEqual([12.34, 1500, 90_000, 5_400_000, 3.6e8].map(duration), [
      "12.3 ms",
      "1.50 s",
      "1.50 min",
      "1.50 h",
      "100 h"
    ])
    assert.deepStrictEqual([0.2, 89, 120, 5400, 3600 * 60].map(longTime), [
      "1 s",
      "89 s",
      "2 min",
      "1 h 30 min",
      "3 days"
    ])
    assert.deepStrictEqual([999, 1300, -1234567].map(grouped), ["999", "1,300", "-1,234,567"])
    assert.deepStrictEqual([counted(1, "pick"), counted(2, "pick"), counted(0, "pick")], [
      "1 pick",
      "2 picks",
      "0 picks"
    ])
    assert.deepStrictEqual([bytes(999), bytes(25_300_000_000), bytes(0)], ["999 B", "25.3 GB", "0 B"])
  })
})
