/** The documentation that goes into a package's tarball: its guides, its reference, and a page that says where what is. */
import { posix } from "node:path"
import { manifestIn, type Name, publishedAs } from "../pack.ts"
import { type Page, pageFor } from "../site/book.ts"
import { proseLines } from "../site/headings.ts"
import { lead } from "../site/home.ts"
import { root, textOf } from "../sources.ts"

/** The guides of each library, below `docs`, without their ending. The glossary is in all of them; the command has every guide. */
const guides: { readonly [N in Name]?: ReadonlyArray<string> } = {
  core: ["start/developer", "architecture", "your-own-model", "stopping-and-audit"],
  datasets: ["data", "labels"],
  models: ["embed", "encoders"],
  experiments: ["experiments", "scale", "gpu"],
  report: ["report"],
  studio: ["labeling", "playground"],
  distributed: ["distributed"],
  testkit: ["laws"]
}

const isGuide = (file: string): boolean => /^docs\/(?:start\/)?[\w-]+\.md$|^docs\/strategies\/README\.md$/.test(file)

/** Whether a page of the repository goes into a package. */
const belongs = (name: Name, { file }: Page): boolean =>
  ["glossary", ...guides[name] ?? []].includes(file.replaceAll(/^docs\/|\.md$/g, "")) ||
  file.startsWith(`docs/api/${name}/`) || (name === "strategies" && file.startsWith("docs/strategies/")) ||
  ((name === "cli" || name === "marginalia") && isGuide(file))

/** Where a page is in its package. */
const pathIn = (name: Name, file: string): string => file.replace(`docs/api/${name}/`, "docs/api/")

/** The repository's address, where the root's package.json says it (`repository`): the one place to set it. */
export const address = (): string | undefined => {
  const { repository } = JSON.parse(textOf("package.json")) as { readonly repository?: { readonly url?: string } }
  return repository?.url?.replace(/^git\+/, "").replace(/\.git$/, "")
}

interface Shelf {
  readonly name: Name
  readonly book: ReadonlyMap<string, Page>
  /** By the files of the repository. */
  readonly inside: ReadonlyMap<string, Page>
  readonly address: string | undefined
}

const picture = /!\[([^\]]*)\]\([^)]*\)/g
const link = /\[([^\]]*)\]\((?!https?:|mailto:|#)([^)\s]+)\)/g

/** What a link becomes: a path in the package, an address in the repository, or its text alone where none is known. */
const led = (page: Page, text: string, href: string, { address, book, inside, name }: Shelf): string => {
  const [path = "", anchor] = href.split("#"), target = posix.join(posix.dirname(page.file), path)
  const there = pageFor(book, target)?.file ?? target, hash = anchor === undefined ? "" : `#${anchor}`
  if (inside.has(there)) {
    const from = posix.dirname(pathIn(name, page.file))
    return `[${text}](${posix.relative(from, pathIn(name, there))}${hash})`
  }
  return address === undefined ? text : `[${text}](${address}/blob/main/${target}${hash})`
}

const rewritten = (page: Page, shelf: Shelf): string => {
  const lines = page.text.split("\n")
  for (const [line, at] of proseLines(page.text)) {
    lines[at] = line.replaceAll(picture, "_$1_")
      .replaceAll(link, (_, text: string, href: string) => led(page, text, href, shelf))
  }
  return lines.join("\n")
}

const entryPoints = (name: Name): ReadonlyArray<string> =>
  Object.entries(manifestIn(posix.join(root, "packages", name)).exports)
    .filter(([entry, source]) => source !== null && entry !== "./package.json")
    .map(([entry]) => `- \`${posix.join(publishedAs(name), entry)}\``)

const contents = (name: Name, pages: ReadonlyArray<Page>): ReadonlyArray<string> =>
  pages.map((page) => {
    const about = lead(page.text).replaceAll(picture, "").replaceAll(link, "$1").split(/(?<=[.?])\s/)[0]!
    return `- [${page.title}](${pathIn(name, page.file)})${/^(?:$|[|`-])/.test(about) ? "" : `: ${about}`}`
  })

const agents = (name: Name, pages: ReadonlyArray<Page>): string => {
  const entries = entryPoints(name)
  return [
    `# ${publishedAs(name)}: where what is`,
    "",
    "For editors, agents and whoever reads in `node_modules`. These pages are of the version that is installed here; trust them, and the " +
    "`.d.ts`, over what is known of other versions. `effect` is version 4, whose names differ from version 3.",
    "",
    ...(entries.length === 0 ? [] : ["## Entry points", "", ...entries, ""]),
    "## Guides",
    "",
    ...contents(name, pages.filter(({ file }) => !file.startsWith("docs/api/"))),
    "",
    ...(entries.length === 0
      ? []
      : ["## Reference", "", ...contents(name, pages.filter(({ file }) => file.startsWith("docs/api/"))), ""])
  ].join("\n")
}

/** The files of a package's documentation by their paths in it; links to what is not inside lead to `at`, or are text where it is undefined. */
export const guidesOf = (name: Name, book: ReadonlyMap<string, Page>, at = address()): ReadonlyMap<string, string> => {
  const pages = [...book.values()].filter((page) => belongs(name, page))
  const shelf: Shelf = { name, book, inside: new Map(pages.map((page) => [page.file, page])), address: at }
  return new Map([
    ["AGENTS.md", agents(name, pages)],
    ...pages.map((page) => [pathIn(name, page.file), rewritten(page, shelf)] as const)
  ])
}
