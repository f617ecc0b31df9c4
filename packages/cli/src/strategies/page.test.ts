import { assert, describe, it } from "@effect/vitest"
import { registry } from "@marginalia/strategies"
import { describeAll } from "@marginalia/strategies/describe"
import { pageLines } from "./page.ts"

const all = describeAll(registry, ["stage", "score", "select", "strategy"])

describe("the page of every part", () => {
  it.each(all.map((doc) => [`${doc.kind} ${doc.name}`, doc] as const))(
    "%s has its name, summary and options",
    (_, doc) => {
      const text = pageLines(doc).join("\n")
      assert.include(text, doc.name)
      assert.isAbove(pageLines(doc).length, 3)
      for (const option of doc.options) assert.include(text, `${option.name}=`)
    }
  )
})
