/** The examples in Python, where there is a Python with what they need; else it is said why they are skipped. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import { command } from "../scripts/command.ts"

const here = join(import.meta.dirname, "python")
const python = process.env["PYTHON"] ?? "python3"
const has = (name: string): boolean => spawnSync(python, ["-c", `import ${name}`]).status === 0
const lacks = ["numpy", "sklearn"].filter((name) => !has(name))
const torch = lacks.length === 0 && has("torch")
if (lacks.length > 0) {
  console.log(`examples in Python are skipped: ${python} has no ${lacks.join(", ")} (PYTHON names another)`)
} else if (!torch) console.log(`the example with PyTorch is skipped: ${python} has no torch`)

const folder = mkdtempSync(join(tmpdir(), "marginalia-python-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What a program printed; its temporary files are in a folder of the test. */
const run = async (words: ReadonlyArray<string>): Promise<string> => {
  const env = { ...process.env, TMPDIR: folder, MARGINALIA: JSON.stringify([process.execPath, ...await command([])]) }
  const { status, stderr, stdout } = spawnSync(python, words, { env, encoding: "utf8" })
  assert.strictEqual(status, 0, stderr)
  return stdout
}

interface Notebook {
  readonly cells: ReadonlyArray<{ readonly cell_type: string; readonly source: ReadonlyArray<string> }>
}

/** The code of a notebook, cell after cell. */
const codeOf = (file: string): string => {
  const { cells } = JSON.parse(readFileSync(file, "utf8")) as Notebook
  return cells.filter((cell) => cell.cell_type === "code").map(({ source }) => source.join("")).join("\n\n")
}

const numbers = (text: string): ReadonlyArray<number> => [...text.matchAll(/0\.\d{3}/g)].map(([found]) => Number(found))

/** As Jupyter runs it, where nbclient is there; else its cells as one program. */
const runNotebook = async (file: string): Promise<string> => {
  if (!has("nbclient")) {
    writeFileSync(join(folder, "cells.py"), codeOf(file))
    return run([join(folder, "cells.py")])
  }
  const program = [
    "import nbformat, nbclient, sys",
    "book = nbformat.read(sys.argv[1], 4)",
    "nbclient.NotebookClient(book).execute()",
    "print(''.join(one.get('text', '') for cell in book.cells for one in cell.get('outputs', [])))"
  ]
  return run(["-c", program.join("\n"), file])
}

describe("examples in Python", { timeout: 300_000 }, () => {
  it("are short", () => {
    for (const name of ["scikit_learn.py", "pytorch.py"]) {
      assert.isAtMost(readFileSync(join(here, name), "utf8").trimEnd().split("\n").length, 40, name)
    }
    assert.isAtMost(codeOf(join(here, "notebook.ipynb")).split("\n").length, 40)
  })

  it.skipIf(lacks.length > 0)("scikit-learn asks the command, and gets better", async () => {
    const said = numbers(await run([join(here, "scikit_learn.py")]))
    assert.lengthOf(said, 4)
    assert.isAbove(said.at(-1)!, said[0]!)
  })

  it.skipIf(lacks.length > 0)("a notebook asks the server, and gets better", async () => {
    const said = numbers(await runNotebook(join(here, "notebook.ipynb")))
    assert.lengthOf(said, 4)
    assert.isAbove(said.at(-1)!, said[0]!)
  })

  it.skipIf(!torch)("PyTorch asks the command with its own features", async () => {
    assert.lengthOf(numbers(await run([join(here, "pytorch.py")])), 4)
  })
})
