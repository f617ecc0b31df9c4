/** A program that has only `@marginalia/core`: a score and a selector of its own. */
import { Matrix, Ranking, Score, Select, selectSync, Strategy } from "@marginalia/core"
import * as FromPath from "@marginalia/core/Score"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export const first = Score.define({
  name: "first",
  summary: "the first number of the embedding",
  options: Schema.Struct({}),
  needs: ["embedding"],
  of: () => ({ candidates, embedding: { cols, data }, size }) =>
    Effect.sync(() => {
      const scores = new Float64Array(size).fill(Number.NaN)
      for (const at of candidates) scores[at] = data[at * cols]!
      return scores
    })
})

export const highest = Select.define({
  name: "highest",
  summary: "the candidates whose embedding begins with the largest numbers",
  options: Schema.Struct({}),
  needs: ["embedding"],
  pick: () => (frame) =>
    Effect.map(first().of(frame), (scores) => {
      const positions = Ranking.top(frame.candidates, scores, frame.budget)
      return { positions, scores: Float64Array.from(positions, (at) => scores[at]!) }
    })
})

const embedding = Matrix.fromRows([[1, 0], [7, 1], [3, 2], [5, 3]])
const { ids } = selectSync(Strategy.make(highest()), { embedding, labeled: [1], budget: 2, seed: 0 })
console.log(ids.join(" "), FromPath.define === Score.define)
// => 3 2 true
