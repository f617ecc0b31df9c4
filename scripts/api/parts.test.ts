import { assert, describe, it } from "@effect/vitest"
import * as strategies from "@marginalia/strategies"
import { textOf } from "../sources.ts"
import { untold } from "./parts.ts"
import { type Export, surface } from "./surface.ts"

const exported = strategies as unknown as { readonly [name: string]: { readonly part?: Parameters<typeof untold>[1] } }

describe("the comments of strategies and parts", () => {
  const found = surface(textOf).find(({ specifier }) => specifier === "@marginalia/strategies")!.exports
  const types = found.filter(({ name }) => name.endsWith("Options"))
  const score = strategies.uniform()
  const check = (one: Export) => untold(one, exported[one.name]!.part!, types, score)
  // dbal is refused.
  const parts = found.filter(({ name }) => exported[name]?.part !== undefined && name !== "dbal")

  it("say each option with its default, the columns they need, the cold start and the complexity", () => {
    assert.isAbove(parts.length, 50)
    const wrong = parts.map((one) => [one.name, check(one)] as const).filter(([, lacking]) => lacking.length > 0)
    assert.deepStrictEqual(wrong, [])
  })

  it("are found wanting where they do not", () => {
    const sup = parts.find(({ name }) => name === "sup")!
    assert.deepStrictEqual(check({ ...sup, comment: "" }), ["that it needs embedding", "that it needs cluster"])
    assert.match(check({ ...sup, text: "" }).join(), /^the option temperature: "T of equation 2.*, default 1$/)
    const margin = parts.find(({ name }) => name === "marginSampling")!
    assert.lengthOf(check({ ...margin, comment: "`probability`" }), 2)
  })
})
