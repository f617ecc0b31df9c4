/** Reading the workspace's own sources: which files there are, what they import, how long their functions are. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join, posix, relative, sep } from "node:path"
import { fileURLToPath } from "node:url"
import { parseAst } from "vitest/node"

/** The repository's root. */
export const root = fileURLToPath(new URL("../", import.meta.url))

const skipped = new Set(["node_modules", "dist", "coverage", ".git", "tmp", "runs"])

const walk = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name) || entry.name.startsWith(".vite")) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? walk(path) : entry.isFile() ? [path] : []
  })

/** What was found once is not looked for again: nobody writes sources while this process looks at them. */
const once = <A>(find: (key: string) => A): (key: string) => A => {
  const known = new Map<string, A>()
  return (key) => {
    if (!known.has(key)) known.set(key, find(key))
    return known.get(key)!
  }
}

const filesIn = once((folder) => walk(folder).map((path) => relative(folder, path).replaceAll(sep, "/")))

/** Every file of the repository, relative to its root, with forward slashes; not what is installed, built or run. */
export const allFiles = (): ReadonlyArray<string> => filesIn(root)

/** The text of a file. */
export const textOf = (file: string): string => readFileSync(join(root, file), "utf8")

/** Whether a file is a test, or serves only tests. */
export const isTest = (file: string): boolean => /\.test\.ts$|\/(test|fixtures)\//.test(file)

/** The TypeScript files written by hand below `packages/<name>/src`. */
export const sourcesOf = (name: string): ReadonlyArray<string> =>
  allFiles().filter((file) =>
    file.startsWith(`packages/${name}/src/`) && file.endsWith(".ts") && !file.endsWith(".gen.ts")
  )

/** The programs of a package that run elsewhere than it does. */
export const programsOf = (name: string): ReadonlyArray<string> =>
  allFiles().filter((file) => file.startsWith(`packages/${name}/programs/`) && /\.tsx?$/.test(file))

/** A node of the syntax tree, as far as it is looked at. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly source?: { readonly value?: unknown } | null
  readonly body?: unknown
  readonly [key: string]: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { readonly type?: unknown }).type === "string"

const visit = (node: Node, f: (node: Node) => void): void => {
  f(node)
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, f)
}

const parse = (file: string): Node =>
  parseAst(textOf(file), { lang: file.endsWith(".tsx") ? "tsx" : "ts" }) as unknown as Node

const importing = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType"
])

/** The specifiers that a file imports or re-exports, dynamic imports and imported types included. */
export const importsOf: (file: string) => ReadonlyArray<string> = once((file) => {
  const found = new Set<string>()
  visit(parse(file), (node) => {
    const value = importing.has(node.type) ? node.source?.value : undefined
    if (typeof value === "string") found.add(value)
  })
  return [...found]
})

/** The file that a relative specifier means. */
export const target = (file: string, specifier: string): string => posix.join(posix.dirname(file), specifier)

/** A file and everything that it imports by relative paths, however far. */
export const closureOf = (entry: string): ReadonlySet<string> => {
  const reached = new Set<string>()
  const follow = (file: string): void => {
    if (reached.has(file) || !existsSync(join(root, file))) return
    reached.add(file)
    importsOf(file).filter((specifier) => specifier.startsWith(".")).forEach((specifier) =>
      follow(target(file, specifier))
    )
  }
  follow(entry)
  return reached
}

/** The name of the package that a bare specifier belongs to. */
export const packageOf = (specifier: string): string =>
  specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/")

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"])

const linesBetween = (text: string, start: number, end: number): number => text.slice(start, end).split("\n").length

const outermost = (node: Node, f: (node: Node) => void): void => {
  if (functions.has(node.type)) return f(node)
  for (const child of Object.values(node).flat()) if (isNode(child)) outermost(child, f)
}

/** How many lines each outermost function of a file takes, from its first token to its last. */
export const functionLengths = (file: string): ReadonlyArray<number> => {
  const text = textOf(file)
  const lengths: Array<number> = []
  outermost(parse(file), (node) => lengths.push(linesBetween(text, node.start, node.end)))
  return lengths
}

/** The folders directly below a package's `src`. */
export const foldersOf = (name: string): ReadonlyArray<string> => [
  ...new Set(
    sourcesOf(name).map((file) => dirname(relative(`packages/${name}/src`, file))).filter((folder) => folder !== ".")
      .map((folder) => folder.split(sep)[0]!)
  )
]

/** A text in a file: of a string, or of a piece of a template. */
export interface Text {
  readonly line: number
  readonly text: string
}

/** The texts that are written in a file, comments and names apart. */
export const textsOf = (file: string): ReadonlyArray<Text> => {
  const source = textOf(file), found: Array<Text> = []
  visit(parse(file), (node) => {
    const value = node.type === "TemplateElement"
      ? (node["value"] as { readonly cooked?: unknown }).cooked
      : node["value"]
    if (!["Literal", "TemplateElement"].includes(node.type) || typeof value !== "string") return
    found.push({ line: source.slice(0, node.start).split("\n").length, text: value })
  })
  return found
}
