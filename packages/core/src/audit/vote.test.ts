import { assert, describe, it } from "@effect/vitest"
import { OutOfRange } from "../Errors.ts"
import { majority } from "./vote.ts"

describe("what most annotators say", () => {
  it("is counted; ties go to the rarer class, then to better annotators, then to the smaller class", () => {
    assert.deepStrictEqual([...majority({ labels: [[2, 0, -1, 1], [2, 1, -1, 1], [0, 1, -1, -1]], classes: 3 })], [
      2,
      1,
      -1,
      1
    ])
    // Class 1 is given three times and class 0 twice.
    assert.strictEqual(majority({ labels: [[0, 1, 0], [1, 1, -1]], classes: 2 })[0], 0)
    // Each is given three times; the second annotator is the one who agrees with the clear majorities.
    const [anna, ben, cia] = [[0, 0, 1, 0], [1, 1, 0, -1], [-1, 1, 0, -1]] as const
    assert.strictEqual(majority({ labels: [anna, ben, cia], classes: 2 })[0], 1)
    assert.strictEqual(majority({ labels: [[1], [0]], classes: 2 })[0], 0)
    assert.deepStrictEqual([...majority({ labels: [], classes: 2 })], [])
  })

  it("is not said of other classes", () => {
    assert.throws(() => majority({ labels: [[0, 2]], classes: 2 }), OutOfRange)
  })
})
