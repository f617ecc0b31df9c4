/** What the packages export: the modules of their entry points, and what each module declares. */
import { existsSync } from "node:fs"
import { join, posix } from "node:path"
import { manifestIn } from "../pack.ts"
import { isTest, root, sourcesOf, textOf } from "../sources.ts"
import type { Declarations } from "./declarations.ts"
import { child, children, commentBefore, nameOf, type Node, plain, statementsOf } from "./tree.ts"

/** One export, with where and how it is declared. */
export interface Export {
  /** The name that it is exported by. */
  readonly name: string
  /** The source file that declares it. */
  readonly file: string
  /** The name that it has in its file. */
  readonly local: string
  readonly comment: string
  /** Its declarations: several where a type and a value share the name, or a function is overloaded. */
  readonly nodes: ReadonlyArray<Node>
  /** The text that the nodes' positions are in. */
  readonly text: string
  /** What its file declares and does not export, by name: its type may speak of it. */
  readonly private?: ReadonlyMap<string, Node>
}

/** A module that is documented on a page: an entry point, or a namespace of one. */
export interface Module {
  /** The package's short name, such as `core`. */
  readonly package: string
  readonly file: string
  /** How it is imported: a specifier and, of a namespace, its name. */
  readonly specifier: string
  readonly namespace?: string
  readonly comment: string
  readonly exports: ReadonlyArray<Export>
  /** The namespaces that it exports, by name, with their files. */
  readonly namespaces: ReadonlyArray<readonly [name: string, file: string]>
}

/** The packages whose entry points are documented. */
export const packages = [
  "core",
  "strategies",
  "models",
  "datasets",
  "experiments",
  "report",
  "studio",
  "distributed",
  "testkit",
  "cli"
] as const

/** The specifier and the source of each entry point of a package; the entry `.` comes first. */
export const entriesOf = (name: string): ReadonlyArray<readonly [specifier: string, file: string]> => {
  const { exports } = manifestIn(join(root, "packages", name))
  const own = Object.entries(exports).filter((entry): entry is [string, string] =>
    typeof entry[1] === "string" && entry[1].endsWith(".ts")
  )
  const named = own.filter(([key]) => !key.includes("*"))
  const taken = new Set(named.map(([, source]) => posix.join("packages", name, source)))
  const wild = own.some(([key]) => key === "./*")
    ? sourcesOf(name).filter((file) =>
      posix.dirname(file) === `packages/${name}/src` && !isTest(file) && !taken.has(file)
    )
    : []
  return [
    ...named.map(([key, source]) =>
      [posix.join("@marginalia", name, key), posix.join("packages", name, source)] as const
    ),
    ...wild.map((file) => [`@marginalia/${name}/${posix.basename(file, ".ts")}`, file] as const)
  ]
}

/** A file's own declarations by local name, and what it passes on from others. */
interface File {
  readonly comment: string
  readonly text: string
  readonly declared: ReadonlyMap<string, ReadonlyArray<readonly [node: Node, comment: string]>>
  readonly statements: ReadonlyArray<Node>
}

const names = (node: Node): ReadonlyArray<string> =>
  node.type === "VariableDeclaration"
    ? children(node, "declarations").map((one) => nameOf(child(one, "id")))
    : [nameOf(child(node, "id"))].filter((name) => name !== "")

const first = /^\s*\/\*\*((?:(?!\*\/)[\s\S])*)\*\/(?=\n\s*\n|\n(?:import\b|export \{|export \*|export type \{))/

/** The comment of a whole file: the one above its imports. */
const heading = (source: string): string => plain((first.exec(source)?.[1] ?? "").replace(/^\s*\*\s*@module\s*$/m, ""))

/** Reads files, each once. */
const reader = (declarations: Declarations) => {
  const read = new Map<string, File>()
  return (file: string): File => {
    const known = read.get(file)
    if (known !== undefined) return known
    const text = declarations(file)
    const statements = statementsOf(text)
    const declared = new Map<string, Array<readonly [Node, string]>>()
    for (const statement of statements) {
      const inner = statement.type === "ExportNamedDeclaration" ? child(statement, "declaration") : statement
      if (inner === undefined || inner.type.startsWith("Export") || inner.type.startsWith("Import")) continue
      for (const name of names(inner)) {
        const all = declared.get(name) ?? []
        declared.set(name, [...all, [statement, commentBefore(text, statement.start)]])
      }
    }
    const made = { comment: heading(textOf(file)), text, declared, statements }
    read.set(file, made)
    return made
  }
}

type Reader = ReturnType<typeof reader>

const sourceOf = (file: string, statement: Node): string | undefined => {
  const value = child(statement, "source")?.["value"]
  if (typeof value !== "string") return undefined
  const ours = /^@marginalia\/([^/]+)(?:\/(.+))?$/.exec(value)
  if (ours !== null) {
    return entriesOf(ours[1]!).find(([specifier]) => specifier === value)?.[1] ??
      `packages/${ours[1]}/src/${ours[2]}.ts`
  }
  return value.startsWith(".") ? posix.join(posix.dirname(file), value) : undefined
}

/** Where a name that a file imports comes from. */
const imported = (
  file: string,
  { statements }: File,
  local: string
): readonly [file: string, name: string] | undefined => {
  for (const statement of statements.filter(({ type }) => type === "ImportDeclaration")) {
    const found = children(statement, "specifiers").find((one) => nameOf(child(one, "local")) === local)
    const source = sourceOf(file, statement)
    if (found !== undefined && source !== undefined) return [source, nameOf(child(found, "imported"))]
  }
  return undefined
}

const hiddenIn = (declared: File["declared"]): ReadonlyMap<string, Node> =>
  new Map(
    [...declared].flatMap(([name, [first]]) =>
      first === undefined || first[0].type === "ExportNamedDeclaration" ? [] : [[name, first[0]] as const]
    )
  )

const resolve = (read: Reader, file: string, local: string, name: string): ReadonlyArray<Export> => {
  const { declared, statements, text } = read(file)
  const own = declared.get(local)
  if (own !== undefined) {
    const comment = own.map(([, comment]) => comment).find((comment) => comment !== "") ?? ""
    return [{ name, file, local, comment, nodes: own.map(([node]) => node), text, private: hiddenIn(declared) }]
  }
  const from = imported(file, read(file), local)
  if (from !== undefined) return resolve(read, ...from, name)
  for (const statement of statements.filter(({ type }) => type === "ExportNamedDeclaration")) {
    const source = sourceOf(file, statement)
    const found = children(statement, "specifiers").find((one) => nameOf(child(one, "exported")) === local)
    if (found !== undefined && source !== undefined) return resolve(read, source, nameOf(child(found, "local")), name)
  }
  return statements.filter(({ type }) => type === "ExportAllDeclaration").flatMap((statement) => {
    const source = sourceOf(file, statement)
    return source === undefined ? [] : resolve(read, source, local, name)
  })
}

const exportsOf = (read: Reader, file: string): ReadonlyArray<Export> => {
  const { statements } = read(file)
  const all = statements.flatMap((statement): ReadonlyArray<Export> => {
    const source = sourceOf(file, statement)
    if (statement.type === "ExportAllDeclaration") {
      return child(statement, "exported") === undefined && source !== undefined ? exportsOf(read, source) : []
    }
    if (statement.type !== "ExportNamedDeclaration") return []
    const inner = child(statement, "declaration")
    if (inner !== undefined) return names(inner).flatMap((name) => resolve(read, file, name, name))
    return children(statement, "specifiers").flatMap((one) =>
      resolve(read, source ?? file, nameOf(child(one, "local")), nameOf(child(one, "exported")))
    )
  })
  return [...new Map(all.map((one) => [one.name, one])).values()]
}

const namespacesOf = (read: Reader, file: string): ReadonlyArray<readonly [string, string]> =>
  read(file).statements.filter(({ type }) => type === "ExportAllDeclaration").flatMap((statement) => {
    const name = nameOf(child(statement, "exported")), source = sourceOf(file, statement)
    return name === "" || source === undefined ? [] : [[name, source] as const]
  })

/** All documented modules: the entry points of all packages in their order, each followed by its namespaces. */
export const surface = (declarations: Declarations): ReadonlyArray<Module> => {
  const read = reader(declarations)
  const found = new Map<string, Module>()
  const add = (name: string, file: string, specifier: string, namespace?: string): void => {
    if (found.has(file) || !existsSync(join(root, file))) return
    const namespaces = namespacesOf(read, file)
    const base = {
      package: name,
      file,
      specifier,
      comment: read(file).comment,
      exports: exportsOf(read, file),
      namespaces
    }
    found.set(file, namespace === undefined ? base : { ...base, namespace })
    for (const [inner, source] of namespaces) add(name, source, specifier, inner)
  }
  for (const name of packages) for (const [specifier, file] of entriesOf(name)) add(name, file, specifier)
  return [...found.values()]
}
