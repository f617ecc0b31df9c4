import { assert, describe, it } from "@effect/vitest"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, pages } from "./strategies-doc.ts"

describe("docs/strategies", () => {
  const wanted = pages()

  it.each([...wanted.keys()])("%s says what the code says", (name) => {
    const written = readFileSync(join(folder, name), "utf8")
    assert.strictEqual(written, wanted.get(name), "run: node scripts/strategies-doc.ts")
  })

  it("has no page that nothing stands behind", () => {
    assert.deepStrictEqual(readdirSync(folder).filter((name) => name !== "img" && !wanted.has(name)), [])
  })
})
