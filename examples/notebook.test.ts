import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

interface Notebook {
  readonly cells: ReadonlyArray<{ readonly cell_type: string; readonly source: ReadonlyArray<string> }>
}

const bin = join(import.meta.dirname, "..", "packages", "cli", "bin", "marginalia.mjs")
const notebook = JSON.parse(readFileSync(join(import.meta.dirname, "11-notebook.ipynb"), "utf8")) as Notebook
const code = notebook.cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""))

/** Python is not everywhere where this is built. */
const isHere = spawnSync("python3", ["-c", "import csv"]).status === 0

describe("the notebook", () => {
  it.skipIf(!isHere)(
    "runs from its first cell to its last, with Python's own library alone",
    { timeout: 120_000 },
    () => {
      const folder = mkdtempSync(join(tmpdir(), "marginalia-notebook-"))
      try {
        const env = { ...process.env, MARGINALIA: `"${process.execPath}" "${bin}"` }
        const { status, stderr, stdout } = spawnSync("python3", ["-c", code.join("\n")], {
          cwd: folder,
          encoding: "utf8",
          env
        })
        assert.strictEqual(status, 0, stderr)
        assert.lengthOf(stdout.match(/of a cluster of \d+/g) ?? [], 6)
        assert.match(stdout, /6 labels of \['left', 'right', 'top'\]/)
        assert.match(stdout, /12 labels; the least sure item was item-\d+/)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    }
  )
})
