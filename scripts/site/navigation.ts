/** What stands where in the site's menus: every page once. */
import { posix } from "node:path"
import type { Page } from "./book.ts"

/** An entry of a menu, or a group of them. */
export interface Entry {
  readonly text: string
  /** The page's address below the site's root, without an ending; the root itself is `/`. */
  readonly link?: string
  readonly items?: ReadonlyArray<Entry>
  readonly collapsed?: boolean
}

/** The menus at the side, by the path that they belong to. */
export interface Sidebars {
  readonly [path: string]: ReadonlyArray<Entry>
}

/** The pages that are no list of their own, in the order in which one reads them. */
const groups: ReadonlyArray<readonly [group: string, files: ReadonlyArray<string>]> = [
  ["Start", [
    "docs/README.md",
    "README.md",
    "docs/start/engineer.md",
    "docs/start/researcher.md",
    "docs/start/developer.md",
    "docs/glossary.md"
  ]],
  ["Label and train", [
    "docs/labeling.md",
    "docs/playground.md",
    "docs/model-annotators.md",
    "docs/labels.md",
    "docs/embed.md",
    "docs/encoders.md",
    "docs/data.md",
    "docs/output.md",
    "docs/stopping-and-audit.md"
  ]],
  ["Compare strategies", [
    "docs/experiments.md",
    "docs/report.md",
    "docs/distributed.md",
    "packages/distributed/examples",
    "docs/scale.md",
    "docs/gpu.md",
    "docs/performance.md"
  ]],
  ["Write your own", ["docs/your-own-model.md", "docs/python.md", "docs/laws.md", "packages/testkit/faults/README.md"]],
  ["How it is built", [
    "docs/architecture.md",
    "CONTRIBUTING.md",
    "AGENTS.md",
    "packages/core/src/kernels/README.md",
    "packages/datasets/data/README.md"
  ]]
]

const address = ({ route }: Page): string => `/${route.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "")}`

const entry = (page: Page): Entry => ({ text: page.title.replaceAll("`", ""), link: address(page) })

/** The pages below a folder of the site, the folder's own first, the others by their path. */
const below = (pages: ReadonlyArray<Page>, folder: string): ReadonlyArray<Page> => {
  const first = `${folder}index.md`
  return pages.filter(({ route }) => route.startsWith(folder)).toSorted((a, b) =>
    Number(b.route === first) - Number(a.route === first) || (a.route < b.route ? -1 : 1)
  )
}

const lists: ReadonlyArray<readonly [path: string, text: string]> = [
  ["strategies/", "Strategies"],
  ["results/", "Results"],
  ["decisions/", "Decisions"]
]

/** A package's pages of the reference, its own first. */
const reference = (pages: ReadonlyArray<Page>): ReadonlyArray<Entry> => {
  const all = below(pages, "api/"), [first] = all
  const names = [...new Set(all.slice(1).map(({ route }) => route.split("/")[1]!))]
  const inside = (name: string): ReadonlyArray<Entry> =>
    below(all, `api/${name}/`).map((page) => ({
      text: posix.basename(page.route) === "index.md" && page.route.split("/").length === 3
        ? "Overview"
        : page.title.replace(/^@marginalia\/(?:[\w-]+\/)?/, ""),
      link: address(page)
    }))
  return [
    ...(first === undefined ? [] : [{ text: "API reference", link: address(first) }]),
    ...names.map((name) => ({ text: name, items: inside(name), collapsed: true }))
  ]
}

const guides = (pages: ReadonlyArray<Page>): ReadonlyArray<Entry> => {
  const byFile = new Map(pages.map((page) => [page.file, page]))
  const named = new Set(groups.flatMap(([, files]) => files))
  const grouped = groups.map(([text, files]) => ({
    text,
    items: files.map((file) => {
      const page = byFile.get(file)
      if (page === undefined) throw new Error(`the navigation names ${file}, which is no page`)
      return file === "README.md" ? { ...entry(page), text: "Overview" } : entry(page)
    })
  }))
  const others = pages.filter(({ file }) => /^docs\/(?:start\/)?[\w-]+\.md$/.test(file) && !named.has(file))
  const packages = pages.filter(({ file }) => /^packages\/[^/]+\/README\.md$/.test(file))
  return [
    ...grouped,
    // A guide that nobody has given a place yet is found all the same.
    ...(others.length === 0 ? [] : [{ text: "More guides", items: others.map(entry) }]),
    { text: "Examples", items: below(pages, "examples/").map(entry), collapsed: true },
    { text: "Packages", items: packages.map(entry), collapsed: true }
  ]
}

/** All menus at the side. */
export const sidebars = (book: ReadonlyMap<string, Page>): Sidebars => {
  const pages = [...book.values()]
  const own = lists.map(([path, text]) => [`/${path}`, [{ text, items: below(pages, path).map(entry) }]] as const)
  return { ...Object.fromEntries(own), "/api/": reference(pages), "/": guides(pages) }
}

/** The menu at the top. */
export const top: ReadonlyArray<Entry> = [
  { text: "Home", link: "/" },
  { text: "Strategies", link: "/strategies/" },
  { text: "Playground", link: "/playground/index.html" },
  { text: "API", link: "/api/" },
  { text: "Results", link: "/results/" },
  { text: "Performance", link: "/performance" },
  { text: "Decisions", link: "/decisions/" }
]

const addresses = (entries: ReadonlyArray<Entry>): ReadonlyArray<string> =>
  entries.flatMap(({ items = [], link }) => [...(link === undefined ? [] : [link]), ...addresses(items)])

/** The addresses of all menus at the side. */
export const inMenus = (menus: Sidebars): ReadonlyArray<string> => Object.values(menus).flatMap(addresses)

/** The addresses of all pages. */
export const addressesOf = (book: ReadonlyMap<string, Page>): ReadonlyArray<string> => [...book.values()].map(address)
