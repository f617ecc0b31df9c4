/** Lays the pages of the site out in a folder, from which the site is built. */
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { root } from "../sources.ts"
import { type Page, readBook } from "./book.ts"
import { type Linked, linked } from "./links.ts"
import { routeOf } from "./route.ts"

/** Where the pages are laid out. */
export const staged = join(root, "site", ".pages")

/** Where the site is. */
export const dist = join(root, "site", "dist")

const quoted = (text: string): string => JSON.stringify(text)

/** The first paragraph below the title of a text. */
export const lead = (text: string): string =>
  (text.split(/\n{2,}/).find((part) => !part.startsWith("#")) ?? "").replaceAll("\n", " ").trim()

/** The three ways in, as cards of the start page: from the pages that they lead to. */
const ways = (book: ReadonlyMap<string, Page>): ReadonlyArray<string> =>
  ["engineer", "researcher", "developer"].flatMap((name) => {
    const { text, title } = book.get(`docs/start/${name}.md`)!
    return [`  - title: ${quoted(title)}`, `    details: ${quoted(lead(text))}`, `    link: ./start/${name}`]
  })

/** What the start page shows before its text. */
const hero = (page: Page, book: ReadonlyMap<string, Page>): string =>
  [
    "layout: home",
    "hero:",
    `  name: ${quoted(page.title)}`,
    `  tagline: ${quoted(lead(page.text))}`,
    "features:",
    ...ways(book)
  ].join("\n")

/** What a page says of itself to the site's builder. */
const matter = (page: Page, book: ReadonlyMap<string, Page>): string =>
  page.route === "index.md" ? hero(page, book) : `title: ${quoted(page.title.replaceAll("`", ""))}`

/** The start page without what its hero and its cards say: its last section. */
const body = (page: Page, text: string): string =>
  page.route === "index.md" ? text.slice(text.lastIndexOf("\n## ")) : text

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
  cpSync(join(root, "site", "icon.svg"), join(folder, "public", "icon.svg"))
  return book
}
