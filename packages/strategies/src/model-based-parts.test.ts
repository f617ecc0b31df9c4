import { assert, describe, it } from "@effect/vitest"
import type { Part, Strategy } from "@marginalia/core"
import { modelBasedParts } from "./model-based-parts.ts"

describe("model-based parts", () => {
  const parts = modelBasedParts.map(({ part }) => part)

  it("are named once a kind, and say what they are", () => {
    const names = parts.map(({ kind, name }) => `${kind} ${name}`)
    assert.strictEqual(new Set(names).size, names.length)
    assert.isTrue(parts.every(({ summary }) => summary.length > 10))
  })

  it("every strategy has a page: paper, equation, deviations, cold start, complexity", () => {
    for (const { make, name } of parts.filter(({ kind, name }) => kind === "strategy" && name !== "dbal")) {
      const { about } = (make as Part.Part<Strategy.Any>["make"])({})
      for (
        const field of ["summary", "paper", "equation", "profile", "deviations", "coldStart", "complexity"] as const
      ) {
        assert.isDefined(about?.[field], `${name} says nothing of ${field}`)
      }
    }
  })

  it("scores and selectors name their source", () => {
    for (const { kind, name, source } of parts) assert.isTrue(kind === "strategy" || source !== undefined, name)
  })
})
