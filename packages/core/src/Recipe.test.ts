import * as Schema from "effect/Schema"
import { assert, describe, it } from "vitest"
import { best, first } from "../test/toys.ts"
import * as Options from "./Options.ts"
import * as Recipe from "./Recipe.ts"
import * as Strategy from "./Strategy.ts"

describe("define", () => {
  it("makes a strategy that knows its name, its options and its page", () => {
    const made = best({ share: "20%" })
    assert.strictEqual(made.name, "best")
    assert.strictEqual(made.about?.paper, "Toy et al. 2024")
    assert.strictEqual(Strategy.text(made), "best(share=20%)")
    assert.deepStrictEqual(Strategy.json(made), { recipe: { name: "best", options: { share: "20%" } } })
    assert.strictEqual(Strategy.expanded(made), "keep-top(coordinate(0), 20%) | top(coordinate(1), position)")
  })

  it("fills in defaults, which are not written", () => {
    assert.strictEqual(Strategy.text(best()), "best")
    assert.deepStrictEqual(Strategy.json(best()), { recipe: { name: "best", options: { share: "50%" } } })
  })

  it("refuses options it does not have, or values they do not take", () => {
    assert.throws(() => best({ share: "0%" }), "best: share takes a whole number, a share such as 10%")
    assert.throws(() => best({ shar: 1 } as object), `best: there is no option "shar". Did you mean "share"?`)
  })

  it("describes itself to the registry", () => {
    const { part } = best
    assert.deepStrictEqual([part.kind, part.name, part.summary, part.source], [
      "strategy",
      "best",
      "the best of the best",
      "Toy et al. 2024"
    ])
    assert.strictEqual(Strategy.text(part.make({ share: 3 })), "best(share=3)")
  })

  it("a page may depend on the options", () => {
    const profiled = Recipe.define({
      name: "profiled",
      options: Schema.Struct({ profile: Options.field(Schema.Literals(["paper", "official"]), "paper", "which") }),
      about: ({ profile }) => ({ summary: "either", profile }),
      build: () => Strategy.make(first())
    })
    assert.strictEqual(profiled().about?.profile, "paper")
    assert.strictEqual(profiled({ profile: "official" }).about?.profile, "official")
  })
})

it("a recipe that is changed is no longer the recipe", () => {
  const changed = Strategy.given(best(), ["cluster"])
  assert.isUndefined(changed.recipe)
  assert.strictEqual(Strategy.text(changed), Strategy.expanded(best()))
})
