import { assert, describe, it } from "@effect/vitest"
import { selectSync, Strategy } from "@marginalia/core"
import { rows } from "../../test/model-based.ts"
import { registry } from "../registry.ts"
import { entropy } from "../uncertainty/entropy.ts"
import { margin } from "../uncertainty/margin.ts"
import { powerSampling } from "./power.ts"

const probability = rows([0.5, 0.5], [0.9, 0.1], [1, 0], [0.6, 0.4])

describe("power", () => {
  it("wraps any score", () => {
    assert.strictEqual(Strategy.expanded(powerSampling()), "top(power(bald, 1))")
    assert.strictEqual(Strategy.text(powerSampling({ score: entropy(), beta: 4 })), "power(entropy, beta=4)")
    assert.strictEqual(Strategy.expanded(Strategy.readUnsafe("power(entropy)", registry)), "top(power(entropy, 1))")
  })

  it("with a large β picks the highest scores, and what scores nothing last", () => {
    const strategy = powerSampling({ score: entropy(), beta: 1e6 })
    const { positions } = selectSync(strategy, { probability, budget: 4, seed: 9 })
    assert.deepStrictEqual([...positions], [0, 3, 1, 2])
  })

  it("refuses a negative score, except in the other forms", () => {
    const ask = (form: "power" | "softmax" | "softrank") => () =>
      selectSync(powerSampling({ score: margin(), form }), { probability, budget: 1, seed: 1 })
    assert.throws(ask("power"), /power: it takes a score that is not negative, and margin is -0\.[78]/)
    ask("softmax")()
    ask("softrank")()
  })
})
