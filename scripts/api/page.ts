/** The pages of the API reference: Markdown, one for each module, and one that lists them. */
import { posix } from "node:path"
import { codeOf } from "./code.ts"
import { readComment } from "./comment.ts"
import { firstSentence } from "./rules.ts"
import type { Export, Module } from "./surface.ts"

/** The file of a module's page below `docs/api`. */
export const pageOf = ({ file, package: name }: Pick<Module, "file" | "package">): string =>
  posix.join(
    name,
    file.replace(`packages/${name}/src/`, "").replace(/\.ts$/, ".md").replace(/(^|\/)index\.md$/, "$1README.md")
  )

/** The module as it is named in a text: `Stage`, or the specifier of an entry point. */
const titleOf = ({ namespace, specifier }: Module): string => namespace ?? specifier

/** GitHub's anchor of each heading, in order; those that come again are numbered. */
export const anchors = (headings: ReadonlyArray<string>): ReadonlyArray<string> => {
  const seen = new Map<string, number>()
  return headings.map((heading) => {
    const slug = heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-"),
      n = seen.get(slug) ?? 0
    seen.set(slug, n + 1)
    return n === 0 ? slug : `${slug}-${n}`
  })
}

/** Where each export is told in full: a page and an anchor in it. */
interface Place {
  readonly page: string
  readonly anchor: string
}

/** What the pages need to know of each other. */
export interface Book {
  readonly modules: ReadonlyArray<Module>
  readonly full: ReadonlyMap<string, Place>
  readonly byName: ReadonlyMap<string, Place>
}

const idOf = ({ file, local }: Export): string => `${file}#${local}`

/** The module on whose page an export is told: the one that declares it, or the first that passes it on. */
const homes = (modules: ReadonlyArray<Module>): ReadonlyMap<string, Module> => {
  const found = new Map<string, Module>()
  for (const module of modules) {
    for (const one of module.exports) if (one.file === module.file) found.set(idOf(one), module)
  }
  for (const module of modules) {
    for (const one of module.exports) if (!found.has(idOf(one))) found.set(idOf(one), module)
  }
  return found
}

/** Who is told where. */
export const book = (modules: ReadonlyArray<Module>): Book => {
  const home = homes(modules), full = new Map<string, Place>(), byName = new Map<string, Place>()
  for (const module of modules) {
    const own = module.exports.filter((one) => home.get(idOf(one)) === module), page = pageOf(module)
    const anchor = anchors([titleOf(module), ...own.map(({ name }) => name)])
    own.forEach((one, i) => {
      const place = { page, anchor: anchor[i + 1]! }
      full.set(idOf(one), place)
      byName.set(`${module.package}:${posix.basename(module.file, ".ts")}.${one.name}`, place)
      if (!byName.has(`${module.package}:${one.name}`)) byName.set(`${module.package}:${one.name}`, place)
    })
    if (module.namespace !== undefined) {
      byName.set(`${module.package}:${module.namespace}`, { page, anchor: anchor[0]! })
    }
  }
  return { modules, full, byName }
}

const href = (from: string, { anchor, page }: Place): string =>
  page === from ? `#${anchor}` : `${posix.relative(posix.dirname(from), page)}#${anchor}`

/** `{@link X}` as links, to this page first, then to the package's, then to the core's; as code where X is no export. */
const linked = (text: string, module: Module, { byName }: Book): string =>
  text.replaceAll(/\{@link\s+([^}\s|]+)(?:[|\s]+([^}]+))?\}/g, (_, name: string, title?: string) => {
    if (/^https?:/.test(name)) return `[${title ?? name}](${name})`
    const stem = posix.basename(module.file, ".ts")
    const keys = [`${module.package}:${stem}.${name}`, `${module.package}:${name}`, `core:${name}`]
    const place = keys.map((key) => byName.get(key)).find((found) => found !== undefined)
    return place === undefined ? `\`${title ?? name}\`` : `[\`${title ?? name}\`](${href(pageOf(module), place)})`
  })

/** Text for a cell of a table. */
const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ")

const section = (one: Export, module: Module, all: Book): string => {
  const { examples, params, text } = readComment(one.comment)
  const said = (words: string) => linked(words, module, all)
  return [
    `## ${one.name}`,
    said(text),
    ...(params.length === 0 ? [] : [params.map(([name, words]) => `- \`${name}\`: ${said(words)}`).join("\n")]),
    `\`\`\`ts\n${codeOf(one)}\n\`\`\``,
    ...examples.map(said)
  ].join("\n\n")
}

const heading = (module: Module): string => {
  const { namespace, specifier } = module
  return namespace === undefined
    ? `\`\`\`ts\nimport { … } from "${specifier}"\n\`\`\``
    : `\`\`\`ts\nimport { ${namespace} } from "${specifier}"\n\`\`\``
}

const firstOf = (comment: string, module: Module, all: Book): string =>
  cell(linked(firstSentence(readComment(comment).text), module, all))

const listing = (module: Module, all: Book): string => {
  const from = pageOf(module)
  const inner = module.namespaces.flatMap(([name, file]) => {
    const other = all.modules.find((one) => one.file === file)
    if (other === undefined) return []
    return [
      `| [${name}](${posix.relative(posix.dirname(from), pageOf(other))}) | ${firstOf(other.comment, module, all)} |`
    ]
  })
  const own = module.exports.map((one) =>
    `| [${one.name}](${href(from, all.full.get(idOf(one))!)}) | ${firstOf(one.comment, module, all)} |`
  )
  return ["| export | |", "| --- | --- |", ...inner, ...own].join("\n")
}

const MARK = "<!-- Written by npm run api from the comments in the sources: change them there. -->"

/** A module's page. */
export const page = (module: Module, all: Book): string => {
  const from = pageOf(module)
  const { examples, text } = readComment(module.comment)
  const told = module.exports.filter((one) => all.full.get(idOf(one))!.page === from)
  return `${
    [
      MARK,
      `# ${titleOf(module)}`,
      linked(text, module, all),
      heading(module),
      ...examples,
      listing(module, all),
      ...told.map((one) => section(one, module, all))
    ].filter((part) => part !== "").join("\n\n")
  }\n`
}

/** The page that lists all modules. */
export const contents = (all: Book): string => {
  const names = [...new Set(all.modules.map((module) => module.package))]
  const lines = names.map((name) => {
    const own = all.modules.filter((module) => module.package === name)
    const rows = own.map((module) =>
      `| [${module.namespace === undefined ? module.specifier : module.namespace}](${pageOf(module)}) | ${
        firstOf(module.comment, { ...module, file: "README.ts" }, { ...all, byName: new Map() })
      } |`
    )
    return [`## ${name}`, ["| module | |", "| --- | --- |", ...rows].join("\n")].join("\n\n")
  })
  return `${
    [MARK, "# API reference", "Every public export of every package, a page a module.", ...lines].join("\n\n")
  }\n`
}

/** Every page by its path below `docs/api`. */
export const pages = (modules: ReadonlyArray<Module>): ReadonlyMap<string, string> => {
  const all = book(modules)
  return new Map([
    ["README.md", contents(all)],
    ...modules.map((module) => [pageOf(module), page(module, all)] as const)
  ])
}
