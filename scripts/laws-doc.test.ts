import { assert, describe, it } from "@effect/vitest"
import { Meaning, scoreLaws, selectLaws, stageLaws, strategyLaws } from "@marginalia/testkit"
import { page, text } from "./laws-doc.ts"
import { textOf } from "./sources.ts"

const laws = [...strategyLaws, ...scoreLaws, ...selectLaws, ...stageLaws, ...Meaning.all]

describe("docs/laws.md", () => {
  it("is what the lists say", () => {
    assert.isTrue(textOf(page) === text(), "run: node scripts/laws-doc.ts")
  })

  it("names every law once", () => {
    assert.strictEqual(new Set(laws.map(({ id }) => id)).size, laws.length)
    const lines = text().split("\n")
    for (const { id, statement } of laws) {
      assert.strictEqual(lines.filter((line) => line.startsWith(`- \`${id}\`: ${statement}`)).length, 1, id)
    }
  })
})
