import { assert, describe, it } from "@effect/vitest"
import { concat, type LabeledImages } from "./images.ts"

const part = (data: ReadonlyArray<number>, labels: ReadonlyArray<number>): LabeledImages => ({
  data: Uint8Array.from(data),
  rows: labels.length,
  shape: [1, 2, 1],
  labels: Int32Array.from(labels)
})

describe("concat", () => {
  it("puts images and labels one after the other", () => {
    const whole = concat([part([1, 2, 3, 4], [0, 1]), part([], []), part([5, 6], [2])])
    assert.deepStrictEqual(whole, part([1, 2, 3, 4, 5, 6], [0, 1, 2]))
  })

  it("copies nothing when there is one part", () => {
    const only = part([1, 2], [0])
    assert.strictEqual(concat([only]), only)
  })
})
