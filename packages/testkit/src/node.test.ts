import { assert, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { golden } from "./node.ts"

describe("golden files", () => {
  it("are written when asked to, and compared otherwise", async () => {
    const folder = mkdtempSync(join(tmpdir(), "golden-"))
    try {
      const file = pathToFileURL(join(folder, "new folder/some.json"))
      await golden({ scores: [1, 2] }, file, { update: true })
      await golden({ scores: [1, 2 + 1e-9] }, file, { update: false })
      const other = await golden({ scores: [1, 3] }, file, { update: false }).then(
        () => "",
        (error: Error) => error.message
      )
      assert.match(other, /some\.json tells otherwise:\n  scores\.1 is 3, and was 2/)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
