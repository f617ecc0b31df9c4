import { assert, describe, it } from "vitest"
import { best, coordinate, crowd, first, split, top } from "../../test/toys.ts"
import * as Condition from "../Condition.ts"
import * as Filter from "../Filter.ts"
import * as Stage from "../Stage.ts"
import * as Strategy from "../Strategy.ts"
import { children, mapPipelines, needs, specs } from "./walk.ts"

const a = Strategy.make(first())
const b = Strategy.make(top(coordinate()))
const clustered = Strategy.make(Stage.andThen(split(), Filter.keepTop(crowd(), 1)), first())

const every: ReadonlyArray<readonly [Strategy.Any, ReadonlyArray<Strategy.Any>]> = [
  [a, []],
  [Strategy.mix<"embedding", never>([1, a], [2, b]), [a, b]],
  [Strategy.switchWhen(Condition.roundBelow(1), a, b), [a, b]],
  [Strategy.orElse(a, b), [a, b]],
  [Strategy.subsample(3, b), [b]]
]

it.each(every)("children %#", (strategy, below) => {
  assert.deepStrictEqual([...children(strategy)], [...below])
})

describe("needs", () => {
  it("are those of every branch, less what a step adds or the caller gives", () => {
    assert.deepStrictEqual([...needs(clustered)], ["embedding"])
    assert.deepStrictEqual([...needs(clustered, new Set(["cluster"]))], [])
    assert.deepStrictEqual([...needs(Strategy.make(Filter.keepTop(crowd(), 1), top(coordinate())))], [
      "cluster",
      "embedding"
    ])
    for (const [strategy] of every.slice(1)) assert.deepStrictEqual([...needs(strategy)], ["embedding"])
    for (const [strategy] of every) assert.deepStrictEqual([...needs(strategy, new Set(["embedding"]))], [])
  })
})

describe("specs", () => {
  it("are all parts with those among their options, recipes written out, in the order of the text", () => {
    const names = (strategy: Strategy.Any) => specs(strategy).map(({ name }) => name)
    assert.deepStrictEqual(names(clustered), ["split", "keep-top", "crowd", "first"])
    assert.deepStrictEqual(names(Strategy.mix<"embedding", never>([1, a], [2, b])), ["first", "top", "coordinate"])
    for (const [strategy, below] of every.slice(1)) assert.deepStrictEqual(names(strategy), below.flatMap(names))
    assert.deepStrictEqual(names(best()), names(Strategy.fromNode("x", best().node)))
  })
})

describe("mapPipelines", () => {
  it("reaches every pipeline of every form", () => {
    const { steps } = Filter.keepTop(coordinate(), 2)
    for (const [strategy] of every) {
      const mapped = mapPipelines(strategy, (node) => ({ ...node, steps }))
      const times = strategy.node._tag === "Pipeline" ? 1 : children(strategy).length
      assert.strictEqual(Strategy.text(mapped).split("keep-top(coordinate(0), 2) | ").length - 1, times)
    }
  })

  it("makes something that is no longer what it was called", () => {
    const same = mapPipelines<never, never>(Strategy.named(Strategy.subsample(2, best()), "mine"), (node) => node)
    assert.strictEqual(Strategy.title(same), `subsample(2, ${Strategy.expanded(best())})`)
  })
})
