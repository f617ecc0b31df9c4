/**
 * The examples in Markdown and in doc comments.
 *
 * - a `ts` block is a module: it is type-checked and run, and each `// => text` in it is a line that it prints, in
 *   order; ` ```ts no-run ` is only type-checked
 * - in a `sh` block, a line `$ marginalia …` or `$ npx marginalia …` is run, and the lines after it are what it
 *   prints; a line `…` stands for any lines; ` ```sh no-run ` is not run
 */
import { allFiles, textOf } from "../sources.ts"

/** A fenced block. */
export interface Block {
  /** The file it stands in. */
  readonly file: string
  /** The line of its first line of code, from 1. */
  readonly line: number
  readonly language: string
  /** Whether it is run, or only looked at. */
  readonly runs: boolean
  readonly code: string
}

const fence = /^(\s*)```(\w+)(.*)$/

/** The fenced blocks of a text; `line` is where the text begins in its file. */
export const blocksOf = (file: string, text: string, line = 1): ReadonlyArray<Block> => {
  const lines = text.split("\n")
  const blocks: Array<Block> = []
  for (let at = 0; at < lines.length; at++) {
    const open = fence.exec(lines[at]!)
    if (open === null) continue
    const [, indent = "", language = "", info = ""] = open
    const end = lines.findIndex((other, i) => i > at && other.trim() === "```")
    if (end < 0) throw new Error(`${file}:${line + at}: the block is never closed`)
    const code = lines.slice(at + 1, end).map((text) => text.startsWith(indent) ? text.slice(indent.length) : text)
    blocks.push({ file, line: line + at + 1, language, runs: !info.includes("no-run"), code: code.join("\n") })
    at = end
  }
  return blocks
}

const comment = /\/\*\*(?:(?!\*\/)[\s\S])*?\*\//g

/** The blocks of the `@example`s in a source file's doc comments. */
export const examplesOf = (file: string, text: string): ReadonlyArray<Block> =>
  [...text.matchAll(comment)].filter(([body]) => body.includes("@example")).flatMap((found) => {
    const line = text.slice(0, found.index).split("\n").length
    return blocksOf(file, found[0].split("\n").map((text) => text.replace(/^\s*\* ?/, "")).join("\n"), line)
  })

const isPage = (file: string): boolean =>
  /^(README|CONTRIBUTING|AGENTS)\.md$|^(docs|examples)\/.*\.md$|^packages\/[^/]+\/README\.md$/.test(file)

const isSource = (file: string): boolean =>
  /^packages\/[^/]+\/src\/.*\.ts$/.test(file) && !/\.(test|gen)\.ts$/.test(file)

/** Every page of the docs. */
export const pages = (): ReadonlyArray<string> => allFiles().filter(isPage)

/** Every example of the repository; those in `docs/api` are the doc comments' own. */
export const allBlocks = (): ReadonlyArray<Block> => [
  ...pages().filter((file) => !file.startsWith("docs/api/")).flatMap((file) => blocksOf(file, textOf(file))),
  ...allFiles().filter(isSource).flatMap((file) => examplesOf(file, textOf(file)))
]

/** A command of a `sh` block and what it should print; `undefined` where the block does not say. */
export interface Command {
  readonly line: number
  readonly text: string
  readonly output: ReadonlyArray<string> | undefined
}

/** The commands of a block that begin with `$ marginalia` or `$ npx marginalia`. */
export const commandsOf = (block: Block): ReadonlyArray<Command> => {
  const lines = block.code.split("\n")
  return lines.flatMap((line, i) => {
    const [, text] = /^\$ (?:npx )?(marginalia\b.*)$/.exec(line) ?? []
    if (text === undefined) return []
    const rest = lines.slice(i + 1)
    const end = rest.findIndex((other) => other.startsWith("$ "))
    const output = rest.slice(0, end < 0 ? rest.length : end)
    const said = output.some((line) => line.trim() !== "")
    return [{ line: block.line + i, text, output: said ? output : undefined }]
  })
}

/** What a block says it prints: the texts after `// =>`. */
export const promised = (code: string): ReadonlyArray<string> =>
  code.split("\n").flatMap((line) => /\/\/ => ?(.*)$/.exec(line)?.[1] ?? [])
