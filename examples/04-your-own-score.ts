/**
 * A score of your own: how bright an item is. It composes with every part, has options with defaults, and can be named
 * in a text. `marginalia select --plugin examples/04-your-own-score.ts --strategy "top(brightness)"` knows it.
 *
 *     node examples/04-your-own-score.ts
 */
import { Matrix, Options, Registry, Score, selectAny, Strategy } from "@marginalia/core"
import { loadDigits } from "@marginalia/datasets"
import { registry } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export const brightness = Score.define({
  name: "brightness",
  summary: "the sum of the item's numbers to a power",
  options: Schema.Struct({
    power: Options.field(Schema.Finite.check(Schema.isGreaterThan(0)), 1, "1 counts ink, 2 prefers strong strokes")
  }),
  needs: ["embedding"],
  of: ({ power }) => ({ candidates, embedding, size }) =>
    Effect.sync(() => {
      const scores = new Float64Array(size).fill(Number.NaN) // by position; NaN off the candidates
      for (const i of candidates) scores[i] = Matrix.row(embedding, i).reduce((sum, x) => sum + x ** power, 0)
      return scores
    })
})

const main = async (): Promise<void> => {
  const parts = Registry.merge(registry, Registry.make([brightness]))
  const strategy = Strategy.readUnsafe("normalize | kmeans(5) | one-per-cluster(brightness(power=2))", parts)
  const { pool } = await loadDigits()
  const { ids } = await selectAny(strategy, { embedding: pool, budget: 5, seed: 0 })
  console.log(ids.join(" "))
}

if (import.meta.main) await main() // not when it is a plugin
