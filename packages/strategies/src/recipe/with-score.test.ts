import { assert, describe, it } from "@effect/vitest"
import { registry } from "../registry.ts"
import { msalD } from "./msal-d.ts"

describe("withScore", () => {
  it("refuses an option that is not there, naming the score among those that are", () => {
    assert.throws(
      () => (msalD as (options: object) => unknown)({ betta: 3 }),
      /no option "betta".*Did you mean "beta".*uncertainty, beta, radius/
    )
  })

  it("is described for the registry", () => {
    const part = registry.strategy.get("msal-d")!
    assert.deepStrictEqual([part.scores, part.positional], [["uncertainty"], ["uncertainty"]])
    assert.include(part.source, "Maximally separated active learning")
  })
})
