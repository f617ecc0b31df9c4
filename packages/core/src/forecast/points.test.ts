import { assert, describe, it } from "@effect/vitest"
import { OutOfRange } from "../Errors.ts"
import { checkPoints, columnsOf, labelsOf } from "./points.ts"

describe("points", () => {
  it("are joined where they have the same number of labels, as much as each weighs", () => {
    const points = [
      { labels: 20, accuracy: 0.5, tested: 10 },
      { labels: 10, accuracy: 0.25, tested: 4 },
      { labels: 20, accuracy: 0.75, tested: 30 }
    ]
    const labels = labelsOf(points)
    assert.deepStrictEqual([...labels], [10, 20])
    const { accuracy, weight } = columnsOf(points, labels)
    assert.deepStrictEqual([...accuracy], [0.25, (5 + 22.5) / 40])
    assert.deepStrictEqual([...weight], [4, 40])
    const fewer = columnsOf(points.slice(1, 2), labels)
    assert.deepStrictEqual([[...fewer.accuracy], [...fewer.weight]], [[0.25, 0], [4, 0]])
  })

  it.each([
    [{ labels: -1, accuracy: 0.5 }, "point 1 has -1 labels"],
    [{ labels: Number.NaN, accuracy: 0.5 }, "point 1 has NaN labels"],
    [{ labels: 1, accuracy: 50 }, "the accuracy of point 1 is 50; give a share from 0 to 1"],
    [{ labels: 1, accuracy: Number.NaN }, "the accuracy of point 1 is NaN"],
    [{ labels: 1, accuracy: 0.5, tested: 0 }, "point 1 was measured on 0 items"],
    [{ labels: 1, accuracy: 0.5, tested: 5 }, "1 of 2 points say on how many items they were measured"]
  ])("are refused where they are none: %o", (point, message) => {
    assert.throws(() => checkPoints([{ labels: 0, accuracy: 0 }, point]), OutOfRange, message)
  })
})
