import { assert, describe, it } from "@effect/vitest"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { declarationsFolder, declared, readDeclarations } from "./declarations.ts"
import { entriesOf, packages } from "./surface.ts"

describe("the declarations", () => {
  it("are there for every entry point, written once, and find what their packages import", async () => {
    const folder = await declarationsFolder()
    assert.strictEqual(await declarationsFolder(), folder)
    for (const [, file] of packages.flatMap(entriesOf)) assert.isTrue(existsSync(join(folder, declared(file))), file)
    assert.isTrue(existsSync(join(folder, "packages/models/node_modules/@tensorflow")))
    assert.match((await readDeclarations())("packages/core/src/narrow/matrix.ts"), /export interface Matrix /)
  }, 120_000)
})
