import { assert, describe, it } from "@effect/vitest"
import { msal } from "./msal.ts"

const balanced = msal.filter(({ protocol }) => protocol.longTail === undefined)
const tailed = msal.filter(({ protocol }) => protocol.longTail !== undefined)

const value = (dataset: string, strategy: string, of: string) =>
  balanced.find((one) => one.dataset === dataset && one.strategy === strategy && one.of === of)?.value

describe("MSAL's Table 2", () => {
  it("has the effects that the text speaks of", () => {
    assert.closeTo(value("mnist", "msal-d", "aubc")! - value("mnist", "least-confidence", "aubc")!, 0.011, 1e-9)
    assert.closeTo(
      value("tiny-imagenet", "msal-d", "aubc")! - value("tiny-imagenet", "least-confidence", "aubc")!,
      0.027,
      1e-9
    )
    assert.deepStrictEqual([value("cifar-100", "badge", "aubc"), value("cifar-100", "badge", "final")], [
      0.4803,
      0.6034
    ])
  })

  it("has two numbers for each of ten strategies on five data sets, but none of BADGE on TinyImageNet", () => {
    assert.strictEqual(balanced.length, 98)
    assert.isUndefined(value("tiny-imagenet", "badge", "aubc"))
    assert.isTrue(msal.every(({ of, value }) => value > 0.15 && value < 1 && (of === "aubc" || of === "final")))
  })

  it("never has the area above the last accuracy", () => {
    for (const { dataset, of, strategy, value: area } of balanced) {
      if (of === "aubc") assert.isBelow(area, value(dataset, strategy, "final")!, `${strategy} on ${dataset}`)
    }
  })
})

describe("MSAL's Table 5", () => {
  const at = (dataset: string, longTail: number, strategy: string, of: string) =>
    tailed.find((one) =>
      one.dataset === dataset && one.protocol.longTail === longTail && one.strategy === strategy && one.of === of
    )?.value

  it("has two numbers for each of five strategies on two data sets with two long tails", () => {
    assert.strictEqual(tailed.length, 40)
    assert.strictEqual(
      new Set(tailed.map((one) => JSON.stringify([one.dataset, one.protocol, one.strategy, one.of]))).size,
      40
    )
    for (const { dataset, of, protocol, strategy, value: area } of tailed) {
      if (of === "aubc") assert.isBelow(area, at(dataset, protocol.longTail!, strategy, "final")!)
    }
  })

  it("has what the text says: MSAL ahead on CIFAR-10 with the longer tail, level with the shorter one", () => {
    const others = ["random", "least-confidence", "margin", "entropy"]
    for (const other of others) {
      assert.isAbove(at("cifar-10", 100, "msal", "final")!, at("cifar-10", 100, other, "final")!)
    }
    assert.closeTo(at("cifar-10", 10, "msal", "aubc")!, at("cifar-10", 10, "entropy", "aubc")!, 0.0011)
    assert.isBelow(at("cifar-100", 10, "msal", "aubc")!, at("cifar-100", 10, "margin", "aubc")!)
  })
})
