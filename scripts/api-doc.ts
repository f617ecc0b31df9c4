/**
 * Writes docs/api from the comments and types of the sources, and says what a public export's comment lacks:
 * `npm run api`. Exits with 1 where something is lacking. `npm test` compares the pages with what this writes.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { incomplete } from "./api/check.ts"
import { readDeclarations } from "./api/declarations.ts"
import { pages } from "./api/page.ts"
import { surface } from "./api/surface.ts"
import { root } from "./sources.ts"

/** Where the pages are. */
export const folder = join(root, "docs/api")

/** The pages as they should be, by their path in the folder, and what is not told. */
export const read = async () => {
  const modules = surface(await readDeclarations())
  return { pages: pages(modules), incomplete: incomplete(modules) }
}

/** The pages that there are. */
export const written = (): ReadonlyArray<string> =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"))
      .map((name) => name.replaceAll("\\", "/"))
    : []

const write = async (): Promise<void> => {
  const wanted = await read()
  for (const name of written()) if (!wanted.pages.has(name)) rmSync(join(folder, name))
  for (const [name, text] of wanted.pages) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const line of wanted.incomplete) console.error(line)
  console.log(`${wanted.pages.size} pages; ${wanted.incomplete.length} exports are not told completely`)
  process.exitCode = wanted.incomplete.length === 0 ? 0 : 1
}

if (import.meta.main) await write()
