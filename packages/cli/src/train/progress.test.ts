import { assert, describe, it } from "@effect/vitest"
import { isWorthALine, line } from "./progress.ts"

describe("the progress of a training", () => {
  it("is said with the time that is left", () => {
    const event = { epoch: 3, epochs: 20, loss: 0.41234, accuracy: 0.88, imagesPerSecond: 5234, rate: 0.1 }
    assert.strictEqual(line(event, 1000), "epoch 3/20, loss 0.412, accuracy 0.880, 5200 items/s, 3 s left")
    assert.notInclude(line({ ...event, epoch: 20 }, 1000), "left")
  })

  it("is worth a line at the first and the last epoch and a few between", () => {
    const at = (epochs: number) =>
      Array.from({ length: epochs }, (_, i) => i + 1).filter((epoch) => isWorthALine(epoch, epochs))
    assert.deepStrictEqual(at(1), [1])
    assert.deepStrictEqual(at(4), [1, 2, 3, 4])
    assert.deepStrictEqual([at(200).length, at(200)[0], at(200).at(-1)], [10, 1, 200])
  })
})
