/**
 * Before a package is packed: writes its documentation into its folder, `AGENTS.md` and `docs/`, so that they are in the tarball.
 * Afterwards, with `--remove`, takes them away. Run in the package's folder, by its `prepack` and `postpack`.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { guidesOf } from "./guides/guides.ts"
import { packages } from "./pack.ts"
import { readBook } from "./site/book.ts"

const folder = process.cwd(), name = packages.find((one) => one === basename(folder))
if (name === undefined) throw new Error(`${folder} is the folder of no package; there are ${packages.join(", ")}`)

for (const path of ["AGENTS.md", "docs"]) rmSync(join(folder, path), { recursive: true, force: true })
if (!process.argv.includes("--remove")) {
  for (const [path, text] of guidesOf(name, readBook())) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
}
