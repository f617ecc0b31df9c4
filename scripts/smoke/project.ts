/** An empty project outside the workspace, with packed packages installed in it. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Name, type Packed, pnpm, publishedAs, root, runProgram, tsc } from "../pack.ts"

/** What to install besides the package under test. */
export interface Needs {
  readonly ours: ReadonlyArray<Name>
  readonly others: ReadonlyArray<string>
  /** Why the declarations of a dependency cannot be checked with TypeScript's own; then they are left out. */
  readonly skipLibCheck?: string
  /** Whether it works under Node 20 too. */
  readonly oldNode?: boolean
  /** Whether it works under Bun too. */
  readonly bun?: boolean
}

/** The exact version of a dependency that the workspace's catalog names. */
const versionOf = (dependency: string): string => {
  const text = readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")
  const line = text.split("\n").map((line) => line.trim().replaceAll("\"", "")).find((line) =>
    line.startsWith(`${dependency}: `)
  )
  if (line === undefined) throw new Error(`${dependency} is not in the catalog`)
  return line.slice(dependency.length + 2)
}

const write = (folder: string, file: string, value: unknown): void =>
  writeFileSync(join(folder, file), JSON.stringify(value, undefined, 2))

const compilerOptions = {
  target: "ES2024",
  lib: ["ES2024", "DOM"],
  module: "NodeNext",
  moduleDetection: "force",
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  declaration: true,
  noEmit: true
}

/** Makes the project and installs what it needs; the tarballs stand in for the registry. */
export const create = (folder: string, packed: ReadonlyArray<Packed>, needs: Needs): void => {
  mkdirSync(folder)
  const file = (name: Name) => `file:${packed.find((one) => one.name === name)!.tarball}`
  const ours = needs.ours.map((name) => [publishedAs(name), file(name)] as const)
  const others = needs.others.map((name) => [name, versionOf(name)] as const)
  write(folder, "package.json", {
    name: "smoke",
    private: true,
    type: "module",
    dependencies: Object.fromEntries<string>([...ours, ...others])
  })
  const overrides = packed.map(({ name }) => `  "${publishedAs(name)}": "${file(name)}"`).join("\n")
  const builds = "allowBuilds: { hnswlib-node: false, node: false }"
  writeFileSync(join(folder, "pnpm-workspace.yaml"), `overrides:\n${overrides}\n${builds}\n`)
  const skipLibCheck = needs.skipLibCheck !== undefined
  write(folder, "tsconfig.json", { compilerOptions: { ...compilerOptions, skipLibCheck }, include: ["*.ts"] })
  pnpm(["install", "--prefer-offline", "--no-frozen-lockfile"], folder)
}

/** Type-checks every program in the project. */
export const check = (folder: string): void => void tsc(["-p", folder])

const expected = (program: string): string =>
  program.split("\n").filter((line) => line.startsWith("// => ")).map((line) => line.slice(6)).join("\n")

/**
 * Copies a program in, runs it, and compares what it prints with its `// =>` lines. Another runtime than this one, which may
 * not run TypeScript (an older Node), gets it compiled.
 */
export const run = (folder: string, name: string, node: string = process.execPath): ReadonlyArray<string> => {
  const source = join(root, "scripts/smoke", `${name}.ts`)
  cpSync(source, join(folder, "main.ts"))
  const old = node !== process.execPath
  if (old) tsc(["-p", folder, "--noEmit", "false", "--declaration", "false"])
  // In a folder of its own: what a program writes must not be there from another runtime.
  const place = mkdtempSync(join(folder, "run-"))
  const printed = runProgram(node, [join(folder, old ? "main.js" : "main.ts")], place).trim()
  const wanted = expected(readFileSync(source, "utf8"))
  return printed === wanted ? [] : [`it printed\n${printed}\ninstead of\n${wanted}`]
}
