import { assert, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { hugePages } from "./huge-pages.ts"

describe("hugePages", () => {
  it("are what stands in brackets; nothing where there is no such file, or it says something else", () => {
    const folder = mkdtempSync(join(tmpdir(), "marginalia-pages-")), file = join(folder, "enabled")
    const found = ["always [madvise] never\n", "[always] madvise never\n", "always madvise [never]\n", "", "[often]\n"]
      .map((text) => {
        writeFileSync(file, text)
        return hugePages(file)
      })
    assert.deepStrictEqual(found, ["madvise", "always", "never", undefined, undefined])
    assert.isUndefined(hugePages(join(folder, "gone")))
    rmSync(folder, { recursive: true })
  })
})
