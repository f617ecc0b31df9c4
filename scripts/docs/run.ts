/** Type-checking and running the examples of the docs. */
import * as Effect from "effect/Effect"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { commands } from "../../packages/cli/test/commands.ts"
import { declarationsFolder, declared } from "../api/declarations.ts"
import { entriesOf, packages } from "../api/surface.ts"
import { root } from "../sources.ts"
import type { Block, Command } from "./extract.ts"
import { type Run, type Runner, runProgram } from "./together.ts"

/**
 * A folder inside the workspace, so that examples find the packages, and outside `node_modules`, so that Node runs
 * TypeScript there. Paths from the repository's root work in it too.
 */
export const workspace = (): { readonly folder: string; readonly remove: () => void } => {
  mkdirSync(join(root, "tmp"), { recursive: true })
  const folder = mkdtempSync(join(root, "tmp", "examples-"))
  symlinkSync(join(root, "packages"), join(folder, "packages"), "junction")
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}

/** The file that a block is written to. */
export const fileOf = (block: Block): string => `${block.file.replaceAll(/[^\w]+/g, "-")}-${block.line}.ts`

/**
 * Examples are checked against the packages' declarations, as a user's program is: reading and checking the sources again
 * would take ten times as long.
 */
const configFor = (declarations: string) => ({
  extends: "../../tsconfig.json",
  compilerOptions: {
    noUnusedLocals: false,
    noUnusedParameters: false,
    paths: Object.fromEntries(
      packages.flatMap(entriesOf).map(([specifier, file]) => [specifier, [join(declarations, declared(file))]])
    )
  },
  include: ["*.ts"],
  exclude: []
})

/**
 * What may not compile, of types of our own, of Effect's and of tensors: where the types of something were lost on the
 * way, the mark that expects an error is one.
 */
const WRONG = `import { type Query, select } from "@marginalia/core"
import { type Model } from "@marginalia/models/training"
import { supclust } from "@marginalia/strategies"
import type * as Effect from "effect/Effect"
// @ts-expect-error: the numbers of an embedding
void select(supclust(), { embedding: 1, budget: 10, seed: 0 })
declare const model: Model
declare const made: ReturnType<typeof Query.make>
// @ts-expect-error: a tensor
const text: string = [...model.weights.values()][0]!
// @ts-expect-error: an effect of something else
const effect: Effect.Effect<string> = made
`

/** Writes the blocks into the folder. Lines of code keep their numbers in the page. */
export const write = (folder: string, blocks: ReadonlyArray<Block>): void => {
  for (const block of blocks) {
    const above = "\n".repeat(block.line - 1)
    writeFileSync(join(folder, fileOf(block)), `${above}${block.code}\nexport {}\n`)
  }
}

/** Type-checks together what {@link write} wrote into the folder. */
export const check = async (folder: string): Promise<Run> => {
  writeFileSync(join(folder, "what-may-not-compile.ts"), WRONG)
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configFor(await declarationsFolder())))
  return runProgram(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], folder)
}

/** Runs a block that {@link write} wrote, with those that share a process, or in one of its own. */
export const runBlock = ({ run }: Runner, block: Block): Promise<Run> => run(fileOf(block), block.code)

/** Splits a command into words; quotes keep a word together. */
export const words = (command: string): ReadonlyArray<string> =>
  [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? "")
  )

/** Runs `marginalia …` commands in a folder one after the other, all in one process, when what came of them is first asked for. */
export const commandsIn = (folder: string, lines: ReadonlyArray<Command>): () => Promise<ReadonlyArray<Run>> => {
  let all: Promise<ReadonlyArray<Run>> | undefined
  return () => all ??= Effect.runPromise(commands(lines.map(({ text }) => words(text).slice(1)), { cwd: folder }))
}

const tidy = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n").map((line) => line.trimEnd())

/** Whether what was printed is what was promised; a line `…` stands for any number of lines. */
export const matches = (printed: string, wanted: ReadonlyArray<string>): boolean => {
  const parts = tidy(wanted.join("\n")).map((line) =>
    line.trim() === "…" ? "(?:.*\\n)*" : `${line.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\n`
  )
  return new RegExp(`^${parts.join("")}$`).test(`${tidy(printed).join("\n")}\n`)
}
