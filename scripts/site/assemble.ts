/** Lays the pages of the site out in a folder, from which the site is built. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { root, textOf } from "../sources.ts"
import { type Page, readBook } from "./book.ts"
import { firstPool, hero, homeText } from "./home.ts"
import { type Linked, linked } from "./links.ts"
import { routeOf } from "./route.ts"

/** Where the pages are laid out. */
export const staged = join(root, "site", ".pages")

/** Where the site is. */
export const dist = join(root, "site", "dist")

/** What a page says of itself to the site's builder. */
const matter = (page: Page, book: ReadonlyMap<string, Page>): string =>
  page.route === "index.md" ? hero(page, book) : `title: ${JSON.stringify(page.title.replaceAll("`", ""))}`

/** A page's text; of the start page what its hero and its cards do not say. */
const body = (page: Page, text: string): string => page.route === "index.md" ? homeText(text) : text

/** Writes all pages and what they show into an empty folder; throws where a link is dead, with all that are. */
export const assemble = (folder: string = staged): ReadonlyMap<string, Page> => {
  const book = readBook(), all = [...book.values()].map((page): readonly [Page, Linked] => [page, linked(page, book)])
  const dead = all.flatMap(([, { dead }]) => dead)
  if (dead.length > 0) throw new Error(`${dead.length} links of the pages are dead:\n${dead.join("\n")}`)
  rmSync(folder, { recursive: true, force: true })
  for (const [page, { assets, text }] of all) {
    const path = join(folder, page.route)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, `---\n${matter(page, book)}\n---\n\n${body(page, text)}`)
    for (const asset of assets) cpSync(join(root, asset), join(folder, routeOf(asset)))
  }
  mkdirSync(join(folder, "public"), { recursive: true })
  writeFileSync(join(folder, "public", "picks.svg"), firstPool(textOf("docs/strategies/img/supclust.svg")))
  cpSync(join(root, "site", "icon.svg"), join(folder, "public", "icon.svg"))
  return book
}
