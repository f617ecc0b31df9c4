/** A program that has `@marginalia/core` and `@marginalia/testkit`: the laws, tried on a selector of its own. */
import { Select } from "@marginalia/core"
import { lawful } from "@marginalia/testkit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

export const first = Select.define({
  name: "first",
  summary: "the first candidates",
  options: Schema.Struct({}),
  needs: [],
  pick: () => ({ budget, candidates }) =>
    Effect.succeed({
      positions: candidates.slice(0, budget),
      scores: new Float64Array(Math.min(budget, candidates.length))
    })
})

const checks = lawful(first(), { numRuns: 5 })
for (const check of checks) await check.run()
console.log(checks.length > 0)
// => true
