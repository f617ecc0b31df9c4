import { assert, describe, it } from "@effect/vitest"
import * as Named from "./Named.ts"
import * as Registry from "./Registry.ts"
import * as Stopping from "./Stopping.ts"

const registry = Registry.make(Stopping.all)
const read = (text: string) => Named.readUnsafe(Stopping.criteria, text, registry)

describe("criteria in a text", () => {
  it.each([
    ["classification-change", "classification-change(0)"],
    ["overall-uncertainty(0.1)", "overall-uncertainty(0.1)"],
    ["stabilizing-predictions(0.95, rounds=2, sample=2000)", "stabilizing-predictions(0.95, rounds=2, sample=2000)"],
    ["delta-f(positive=1)", "delta-f(0.005, positive=1)"],
    ["target-accuracy(0.9, items=500)", "target-accuracy(0.9, items=500)"],
    ["budget(500)", "budget(500)"],
    ["cost(12.5)", "cost(12.5)"]
  ])("%s", (text, printed) => {
    const { value } = read(text)
    assert.strictEqual(value.name, printed)
    assert.strictEqual(read(value.name).value.name, printed)
  })

  it("say what there is, and what is missing", () => {
    assert.throws(() => read("budgte(5)"), Named.InvalidName, "there is no stopping criterion \"budgte\"")
    assert.throws(() => read("budget"), "labels is missing")
    assert.strictEqual(Named.all(registry, Stopping.criteria).size, Stopping.all.length)
  })

  it("judge as those made in code", () => {
    const rounds = [10, 20, 30].map((labeled) => ({
      labeled,
      cost: 1,
      poolPredictions: [0, 1],
      uncertainty: 0,
      metrics: { accuracy: 1 },
      tested: 100
    }))
    const judged = (criterion: Stopping.Criterion<Stopping.Facts>) => Stopping.judge(criterion, rounds)
    assert.deepStrictEqual(judged(read("budget(20)").value), judged(Stopping.budget({ labels: 20 })))
    assert.deepStrictEqual(judged(read("cost(2)").value), judged(Stopping.cost({ amount: 2 })))
    const texts = ["stabilizing-predictions(rounds=1)", "target-accuracy(0.99)", "overall-uncertainty", "delta-f"]
    assert.deepStrictEqual(texts.map((text) => Stopping.stopsAt(read(text).value, rounds)), [
      1,
      undefined,
      0,
      undefined
    ])
  })
})
