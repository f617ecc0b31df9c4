import { assert, describe, it } from "@effect/vitest"
import { Rng, selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { registry } from "../registry.ts"
import { refine } from "./refine.ts"
import { uherding } from "./uherding.ts"

const ensemble = "margin, falcun, typiclust, kcenter, random"

describe("refine", () => {
  it("filters by what strategies pick, and then herds", () => {
    const text = Strategy.text(Strategy.fromNode("", refine({ depth: 2 }).node))
    const filters = `keep-picked(${ensemble}, batches=100, subset=5000, most=10000) | ` +
      `keep-picked(${ensemble}, batches=100, subset=40%, most=10000) | `
    assert.strictEqual(text, Strategy.expanded(uherding()).replaceAll("normalize |", `${filters}normalize |`))
    assert.strictEqual(Strategy.text(Strategy.readUnsafe(text, registry)), text)
    assert.deepStrictEqual([...Strategy.needs(refine())].sort(), ["embedding", "probability"])
  })

  it("leaves fewer each time, never fewer than the budget", () => {
    const key = Rng.fromSeed(1), n = 60, number = (i: number) => Rng.uniform(key, i)
    const embedding = rows(...Array.from({ length: n }, (_, i) => [number(3 * i) - 0.5, number(3 * i + 1) - 0.5]))
    const probability = rows(...Array.from({ length: n }, (_, i) => [number(3 * i + 2), 1 - number(3 * i + 2)]))
    const query = { embedding, probability, labeled: [3, 9], labels: [0, 1], budget: 3, seed: 2 }
    const { positions, trace } = selectSync(refine({ depth: 3, batches: 10 }), query)
    assert.strictEqual(new Set(positions).size, 3)
    const left = trace.filter(({ step }) => step.startsWith("keep-picked")).map(({ candidates }) => candidates)
    assert.isTrue(left[0]! < 58 && left[1]! < left[0]! && left[2]! <= left[1]! && left[2]! >= 3, left.join())
  })
})
