/**
 * Writes docs/strategies/*.md from the recipes and parts themselves: `node scripts/strategies-doc.ts`.
 */
import { registry } from "@marginalia/strategies"
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describeAll } from "../packages/strategies/src/describe.ts"
import { readCopies, strategies } from "./pictures.ts"
import type { Facts } from "./strategies-doc/compare.ts"
import { allPages } from "./strategies-doc/markdown.ts"
import { measured } from "./strategies-doc/measured.ts"

/** Where the pages are. */
export const folder = fileURLToPath(new URL("../docs/strategies/", import.meta.url))

/** What was measured of the strategies: in experiments, and of copies by `npm run pictures`. */
const facts = (): Facts => ({ tiny: measured("tiny"), small: measured("small"), copies: readCopies() })

/** Every page by its file name, as it should be. */
export const pages = (): ReadonlyMap<string, string> =>
  allPages(describeAll(registry, ["strategy"]), describeAll(registry, ["stage", "score", "select"]), {
    drawn: new Set(strategies().keys()),
    facts: facts()
  })

const write = (): void => {
  mkdirSync(folder, { recursive: true })
  const wanted = pages()
  for (const name of readdirSync(folder)) if (name.endsWith(".md") && !wanted.has(name)) rmSync(join(folder, name))
  for (const [name, text] of wanted) writeFileSync(join(folder, name), text)
}

if (import.meta.main) write()
