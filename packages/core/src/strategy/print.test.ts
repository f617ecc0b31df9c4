import { assert, describe, it } from "vitest"
import { best, coordinate, first, split, top } from "../../test/toys.ts"
import * as Condition from "../Condition.ts"
import * as Filter from "../Filter.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"

const a = Strategy.make(first())
const piped = Strategy.make(
  split({ k: 3 }).pipe(Stage.andThen(Filter.keepTop(coordinate(), "20%"))),
  top(coordinate({ tag: "x y" }), { ties: "seeded" })
)
const steps = `split(3) | keep-top(coordinate(0), 20%) | top(coordinate(0, tag="x y"), seeded)`

describe("text", () => {
  it.each<readonly [Strategy.Any, string]>([
    [a, "first"],
    [piped, steps],
    [best(), "best"],
    [best({ share: 7 }), "best(share=7)"],
    [Strategy.mix<"embedding", never>([0.7, best()], [0.3, a]), "mix(0.7: best, 0.3: first)"],
    [Strategy.switchWhen(Condition.labeledBelowPerClass(2), piped, a), `switch(labeled < 2*classes, ${steps}, first)`],
    [Strategy.orElse(best(), Strategy.subsample(9, a)), "orElse(best, subsample(9, first))"]
  ])("%#", (strategy, text) => {
    assert.strictEqual(Strategy.text(strategy), text)
  })

  it("expanded writes recipes out, wherever they stand", () => {
    const whole = "keep-top(coordinate(0), 50%) | top(coordinate(1), position)"
    assert.strictEqual(Strategy.expanded(best()), whole)
    assert.strictEqual(Strategy.expanded(Strategy.subsample(9, best())), `subsample(9, ${whole})`)
    assert.strictEqual(Strategy.expanded(a), "first")
  })
})

describe("json", () => {
  const recipe = { recipe: { name: "best", options: { share: "50%" } } }
  const pipeline = { pipeline: [{ name: "first", options: {} }] }

  it("is data that JSON keeps, with every option resolved", () => {
    const json = Strategy.json(piped)
    assert.deepStrictEqual(JSON.parse(JSON.stringify(json)), json)
    assert.deepStrictEqual(json, {
      pipeline: [
        { name: "split", options: { k: 3 } },
        { name: "keep-top", options: { score: { name: "coordinate", options: { index: 0, tag: "" } }, keep: "20%" } },
        { name: "top", options: { score: { name: "coordinate", options: { index: 0, tag: "x y" } }, ties: "seeded" } }
      ]
    })
  })

  it.each<readonly [Strategy.Any, Strategy.Json]>([
    [best(), recipe],
    [Strategy.mix<"embedding", never>([2, best()], [1, a]), {
      mix: [{ weight: 2, strategy: recipe }, { weight: 1, strategy: pipeline }]
    }],
    [Strategy.switchWhen(Condition.roundBelow(3), best(), a), {
      switch: { condition: "round < 3", whenTrue: recipe, whenFalse: pipeline }
    }],
    [Strategy.orElse(a, best()), { orElse: [pipeline, recipe] }],
    [Strategy.subsample(5, a), { subsample: { size: 5, strategy: pipeline } }]
  ])("%#", (strategy, json) => {
    assert.deepStrictEqual(Strategy.json(strategy), json)
  })
})
