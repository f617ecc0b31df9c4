/**
 * Builds the programs that run elsewhere than the library (in a thread, in a process, in the reader's browser) from their typed sources
 * in `packages/{core,models,report,cli,studio}/programs`, and writes each as a string in a generated module, so that neither
 * bundlers nor a page have a file to find.
 *
 * `npm run build:programs` writes; a test compares what is committed with a fresh build.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build, type Rolldown } from "vite"
import { root } from "./sources.ts"

/** A program: its source and its generated module, relative to the repository's root, and what runs it. */
export interface Program {
  readonly source: string
  readonly generated: string
  readonly runsIn: "thread" | "process" | "browser" | "app" | "style"
}

/** All of them. */
export const programs: ReadonlyArray<Program> = [
  { source: "packages/core/programs/worker.ts", generated: "packages/core/src/node/worker.gen.ts", runsIn: "thread" },
  {
    source: "packages/datasets/programs/hash.ts",
    generated: "packages/datasets/src/files/hash.gen.ts",
    runsIn: "thread"
  },
  {
    source: "packages/models/programs/worker.ts",
    generated: "packages/models/src/tfjs-kernels/worker.gen.ts",
    runsIn: "thread"
  },
  {
    source: "packages/models/programs/answer.ts",
    generated: "packages/models/src/backend/answer.gen.ts",
    runsIn: "process"
  },
  {
    source: "packages/models/programs/probe.ts",
    generated: "packages/models/src/backend/probe-work.gen.ts",
    runsIn: "process"
  },
  {
    source: "packages/cli/programs/tried.ts",
    generated: "packages/cli/src/doctor/tried-work.gen.ts",
    runsIn: "process"
  },
  {
    source: "packages/report/programs/page.ts",
    generated: "packages/report/src/page/client.gen.ts",
    runsIn: "browser"
  },
  {
    source: "packages/report/programs/map.ts",
    generated: "packages/report/src/page/map-client.gen.ts",
    runsIn: "browser"
  },
  {
    source: "packages/studio/programs/page/page.tsx",
    generated: "packages/studio/src/page/page.gen.ts",
    runsIn: "app"
  },
  {
    source: "packages/studio/programs/page/style/page.css",
    generated: "packages/studio/src/page/style.gen.ts",
    runsIn: "style"
  }
]

/**
 * Threads that start from a string run CommonJS. What a process does is put together from several texts, each of which makes
 * its exports a `program`. A page's script keeps its names to itself; browsers since 2022. An app is a page's script with
 * the libraries that it is made with, small, and with their licenses; a style is what its sheets come to.
 */
const ways = {
  thread: { format: "cjs", target: "node22" },
  process: { format: "iife", name: "program", target: "node22" },
  browser: { format: "iife", target: "es2022" },
  app: { format: "iife", target: "es2022" },
  style: { format: "es", target: "es2022" }
} as const

/** What would end a script element or change how it is read, and the bundler's help for pages that load more. */
const unfit = /<\/script|<script|<!--|__vitePreload/i

/** Where a file begins, as the bundler writes it: it depends on the folder that one builds in. */
const fileNames = /^[ \t]*\/\/ \S+\.ts\n/gm

type Output = Rolldown.RolldownOutput["output"]

const outputOf = async ({ runsIn, source }: Program): Promise<Output> => {
  const { target, ...way } = ways[runsIn]
  const { output } = await build({
    configFile: false,
    logLevel: "silent",
    root,
    oxc: { jsx: { runtime: "automatic", importSource: "preact", development: false } },
    build: {
      write: false,
      minify: runsIn === "app",
      cssMinify: runsIn === "style",
      modulePreload: false,
      target,
      rolldownOptions: {
        input: join(root, source),
        external: [/^node:/],
        preserveEntrySignatures: "strict",
        output: { ...way, comments: false }
      }
    }
  }) as Rolldown.RolldownOutput
  return output
}

/** The folder of the package that a module belongs to, and its name; undefined for modules of ours. */
const packageOfModule = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//

/** The license of each library that is in an app, as it asks to be kept. */
export const licensesIn = (modules: ReadonlyArray<string>): string => {
  const folders = new Map(
    modules.map((id) => packageOfModule.exec(id)).filter((found) => found !== null).map(([, folder, name]) =>
      [name!, folder!] as const
    )
  )
  return [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, folder]) => {
    const file = ["LICENSE", "LICENSE.md", "license"].map((one) => join(folder, one)).find(existsSync)
    if (file === undefined) throw new Error(`${name} has no license to keep`)
    return `/*! ${name}\n${readFileSync(file, "utf8").trim()}\n*/\n`
  }).join("")
}

/** The one sheet of a style's output. */
const sheetOf = (source: string, output: Output): string => {
  const sheets = output.filter((one) => one.type === "asset" && one.fileName.endsWith(".css"))
  const [sheet] = sheets
  if (sheets.length !== 1 || sheet?.type !== "asset") throw new Error(`${source} becomes ${sheets.length} sheets`)
  return String(sheet.source)
}

/** The text of a program. Fails where it would need a file beside it. */
export const built = async (program: Program): Promise<string> => {
  const { runsIn, source } = program
  const output = await outputOf(program)
  if (runsIn === "style") return sheetOf(source, output)
  const [chunk, ...others] = output
  if (others.length > 0) throw new Error(`${source} does not become one program, but ${output.length} files`)
  const [found] = unfit.exec(chunk.code) ?? []
  if (found !== undefined) throw new Error(`${source} holds what may not stand in a program: ${found}`)
  const code = chunk.code.replaceAll(fileNames, "").replaceAll("\t", "  ")
  return runsIn === "app" ? licensesIn(chunk.moduleIds) + code : code
}

/** The text of the generated module: a line of the program is a line of it. */
export const moduleText = ({ source }: Program, code: string): string => {
  const lines = code.trimEnd().split("\n").map((line) => JSON.stringify(`${line}\n`))
  return `// Generated by scripts/build-programs.ts from ${source}. Do not edit.\nexport default ${
    lines.join("\n  + ")
  }\n`
}

if (import.meta.main) {
  for (const program of programs) {
    const code = await built(program)
    writeFileSync(join(root, program.generated), moduleText(program, code))
    console.log(`${program.generated}: ${code.length} characters`)
  }
}
