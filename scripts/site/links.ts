/** The links of a page: made the site's, or found dead. */
import { existsSync } from "node:fs"
import { join, posix } from "node:path"
import { root } from "../sources.ts"
import { type Page, pageFor } from "./book.ts"
import { anchorsOf, proseLines, slug } from "./headings.ts"
import { linkBetween, routeOf } from "./route.ts"

/** A page with the site's links, the files that it shows, and what is wrong with its links. */
export interface Linked {
  readonly text: string
  /** Pictures and the like that have to be beside it, from the repository's root. */
  readonly assets: ReadonlyArray<string>
  /** A sentence for each link that leads nowhere. */
  readonly dead: ReadonlyArray<string>
}

const link = /(!?)\]\((?!https?:|mailto:)([^)\s]+)\)/g

const isAsset = (path: string): boolean => /\.(svg|png|webp|jpg)$/.test(path)

/** Text that the site would take for a program of its own. */
const quoted = (line: string): string => line.replaceAll("{{", "&#123;&#123;")

type Found = { readonly href: string; readonly asset?: string } | { readonly dead: string }

const anchorCache = new Map<Page, ReadonlySet<string>>()
const knownAnchors = (page: Page): ReadonlySet<string> => {
  const known = anchorCache.get(page) ?? anchorsOf(page.text)
  anchorCache.set(page, known)
  return known
}

/** Where a link of a page leads on the site. */
const follow = (page: Page, href: string, book: ReadonlyMap<string, Page>): Found => {
  const [path = "", anchor] = href.split("#"),
    folder = posix.extname(page.file) === "" ? page.file : posix.dirname(page.file)
  const target = path === "" ? page.file : posix.join(folder, decodeURI(path)).replace(/\/$/, "")
  if (isAsset(target)) {
    return existsSync(join(root, target))
      ? { href: linkBetween(page.route, routeOf(target)), asset: target }
      : { dead: `there is no ${target}` }
  }
  const there = pageFor(book, target)
  if (there === undefined) {
    return { dead: existsSync(join(root, target)) ? `${target} has no page` : `there is no ${target}` }
  }
  if (anchor === undefined && there.file !== target && posix.extname(target) !== "") {
    return { href: `${linkBetween(page.route, there.route)}#${slug(posix.basename(target))}` }
  }
  if (anchor !== undefined && !knownAnchors(there).has(anchor)) {
    return { dead: `${there.file} has no heading #${anchor}` }
  }
  const to = path === "" ? "" : linkBetween(page.route, there.route)
  return { href: anchor === undefined ? to : `${to}#${anchor}` }
}

/**
 * Makes the links of a page the site's. Links in fenced blocks are text. A link to a file that has no page on the site, to a
 * heading that a page has not, or to nothing is dead, and told with its line.
 */
export const linked = (page: Page, book: ReadonlyMap<string, Page>): Linked => {
  const lines = page.text.split("\n"), assets: Array<string> = [], dead: Array<string> = []
  for (const [line, at] of proseLines(page.text)) {
    lines[at] = quoted(line).replaceAll(link, (all, _, href: string) => {
      const found = follow(page, href, book)
      if ("dead" in found) {
        dead.push(`${page.file}:${at + 1} links to ${href}: ${found.dead}`)
        return all
      }
      if (found.asset !== undefined) assets.push(found.asset)
      return `](${found.href})`
    })
  }
  return { text: lines.join("\n"), assets, dead }
}
