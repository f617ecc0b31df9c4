import { assert, beforeAll, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder, read, written } from "./api-doc.ts"

describe("docs/api", () => {
  let wanted: Awaited<ReturnType<typeof read>>
  beforeAll(async () => {
    wanted = await read()
  }, 120_000)

  it("tells every public export completely: a sentence, parameters, defaults, errors, examples", () => {
    assert.deepStrictEqual(wanted.incomplete, [])
  })

  it("is what the sources say (npm run api writes it anew)", () => {
    assert.deepStrictEqual([...written()].sort(), [...wanted.pages.keys()].sort())
    const stale = [...wanted.pages].filter(([name, text]) => readFileSync(join(folder, name), "utf8") !== text)
    assert.deepStrictEqual(stale.map(([name]) => name), [])
  })
})
