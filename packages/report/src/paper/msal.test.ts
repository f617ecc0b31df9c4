import { assert, describe, it } from "@effect/vitest"
import { msal } from "./msal.ts"

const value = (dataset: string, strategy: string, of: string) =>
  msal.find((one) => one.dataset === dataset && one.strategy === strategy && one.of === of)?.value

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
    assert.strictEqual(msal.length, 98)
    assert.isUndefined(value("tiny-imagenet", "badge", "aubc"))
    assert.isTrue(msal.every(({ of, value }) => value > 0.15 && value < 1 && (of === "aubc" || of === "final")))
  })

  it("never has the area above the last accuracy", () => {
    for (const { dataset, of, strategy, value: area } of msal) {
      if (of === "aubc") assert.isBelow(area, value(dataset, strategy, "final")!, `${strategy} on ${dataset}`)
    }
  })
})
