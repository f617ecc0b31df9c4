/** What is wrong with a built site, found in its files. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join, posix } from "node:path"
import type { Page } from "./book.ts"
import { htmlIn } from "./settle.ts"

const attribute = (html: string, names: string): ReadonlyArray<string> =>
  [...html.matchAll(new RegExp(`<[a-z][^>]*?\\s(?:${names})="([^"]*)"`, "g"))].map(([, value]) => value!)

const idsIn = (html: string): ReadonlySet<string> =>
  new Set(attribute(html, "id").map((id) => id.replaceAll("&amp;", "&")))

const isElsewhere = (href: string): boolean => /^(?:[a-z]+:|\/\/)/i.test(href)

/** The file that an address means to a plain server of files. */
const fileOf = (path: string): string => path.endsWith("/") || path === "" ? posix.join(path, "index.html") : path

/** Links of pages that lead to no file, or to no place in it. */
export const deadIn = (folder: string): ReadonlyArray<string> => {
  const pages = new Map(htmlIn(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")]))
  const ids = new Map([...pages].map(([path, html]) => [path, idsIn(html)]))
  return [...pages].flatMap(([path, html]) =>
    [...new Set(attribute(html, "href|src"))].filter((href) => !isElsewhere(href)).flatMap((href) => {
      const [address = "", anchor] = href.split("#")
      const target = address === ""
        ? path
        : fileOf(decodeURI(address.startsWith("/") ? address.slice(1) : posix.join(posix.dirname(path), address)))
      if (!existsSync(join(folder, target))) return [`${path} links to ${href}, and there is no ${target}`]
      const known = ids.get(target)
      const isThere = anchor === undefined || anchor === "" || known === undefined ||
        known.has(decodeURIComponent(anchor))
      return isThere ? [] : [`${path} links to ${href}, and ${target} has no such place`]
    })
  )
}

/** For the disk, where no server says a policy: holds all that it needs. */
const forDisk = "playground/playground.html"

/** What a policy of `script-src 'self'` would forbid, and what is taken from elsewhere. */
export const forbiddenIn = (folder: string): ReadonlyArray<string> =>
  htmlIn(folder).filter((path) => path !== forDisk).flatMap((path) => {
    const html = readFileSync(join(folder, path), "utf8").replaceAll(/<(pre|code)\b[\s\S]*?<\/\1>/g, "")
    const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].filter(([, rest]) => !/\bsrc=/.test(rest!))
    const handlers = [...html.matchAll(/<[a-z][^>]*?\s(on[a-z]+)=/g)].map(([, name]) => name!)
    const sources = [
      ...attribute(html, "src|srcset|poster"),
      ...[...html.matchAll(/<link\b[^>]*?\bhref="([^"]*)"/g)].map(([, href]) => href!)
    ].filter((source) => isElsewhere(source) && !source.startsWith("data:"))
    return [
      ...scripts.map(([found]) => `${path} has an inline script: ${found}`),
      ...handlers.map((name) => `${path} has an inline handler: ${name}`),
      ...sources.map((source) => `${path} takes ${source} from elsewhere`)
    ]
  })

/** Sheets that take something from elsewhere. */
export const sheetsIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(join(folder, "assets")).filter((name) => name.endsWith(".css")).flatMap((name) =>
    [
      ...readFileSync(join(folder, "assets", name), "utf8").matchAll(
        /(?:url\(|@import)\s*["']?((?:https?:)?\/\/[^"')]+)/g
      )
    ]
      .map(([, address]) => `${name} takes ${address} from elsewhere`)
  )

/** Pages that the search does not know. `documentIds` are the addresses of headings. */
export const unsearched = (folder: string, book: ReadonlyMap<string, Page>): ReadonlyArray<string> => {
  const chunks = join(folder, "assets", "chunks")
  const names = readdirSync(chunks).filter((name) => name.startsWith("@localSearchIndex"))
  if (names.length !== 1) return [`there are ${names.length} indexes for the search, and not one`]
  const text = readFileSync(join(chunks, names[0]!), "utf8")
  return [...book.values()].filter(({ route }) => {
    const address = `/${route.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, ".html")}`
    return !text.includes(`"${address}#`) && !text.includes(`"${address}"`)
  }).map(({ file }) => `the search does not know ${file}`)
}

/** Bytes of all files. */
export const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => statSync(join(folder, path)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)
