import { assert, describe, it } from "@effect/vitest"
import { analysis } from "../../test/made.ts"
import { timingTable } from "./timing.ts"

describe("timingTable", () => {
  it("has the mean of each part, the slowest selection, and the cost", () => {
    const { head, rows } = timingTable(analysis().views[0]!)
    assert.deepStrictEqual(head.slice(1), [
      "select",
      "slowest selection",
      "label",
      "train",
      "evaluate",
      "cost of all labels"
    ])
    assert.deepStrictEqual(rows[0], ["random", "20.0 ms", "30.0 ms", "1.00 ms", "2.00 s", "3.00 ms", "9.0 ± 0.0"])
  })
})
