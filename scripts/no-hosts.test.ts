import { assert, describe, it } from "@effect/vitest"
import { homedir } from "node:os"
import { allFiles, root, textOf } from "./sources.ts"

/** Put together from pieces, so that this file does not hold what it looks for. */
const word = (...pieces: ReadonlyArray<string>): string => pieces.join("")

const texts = allFiles().map((file) => [file, textOf(file)] as const).filter(([, text]) => !text.includes("\0"))

/** Lines that hold a pattern, as `file:line`. */
const linesWith = (pattern: RegExp): ReadonlyArray<string> =>
  texts.flatMap(([file, text]) =>
    pattern.test(text)
      ? text.split("\n").flatMap((line, i) => pattern.test(line) ? [`${file}:${i + 1}`] : [])
      : []
  )

const literal = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))

describe("no file", () => {
  it("names a package registry", () => {
    const hosts = ["npmjs.org", "yarnpkg.com", "npmmirror.com", "jsr.io"].map((host) => word("registry", ".", host))
    for (const host of hosts) assert.deepStrictEqual(linesWith(literal(host)), [])
  })

  it("names the registry of the machine that runs this", () => {
    const registry = process.env["npm_config_registry"]
    if (registry !== undefined) assert.deepStrictEqual(linesWith(literal(new URL(registry).host)), [])
  })

  it("holds a path of the machine that wrote it", () => {
    const roots = ["root", "home/\\w+", "Users/\\w+", "work", "tmp/\\w+"].join("|")
    const path = new RegExp(`(?<![\\w.~*})\\]/-])/(?:${roots})/[\\w.-]`)
    const found = linesWith(path)
    assert.deepStrictEqual(found.filter((line) => !line.startsWith(".gitignore")), [])
  })

  it("holds the path of this checkout, or of this home", () => {
    for (const path of [root, `${homedir()}/`]) assert.deepStrictEqual(linesWith(literal(path)), [])
  })
})

describe("pnpm-lock.yaml", () => {
  it("records what to install by content, not by address", () => {
    const addresses = new RegExp(
      [word("tarball", ":"), word("http", "s?:"), word("[{ ]url", ":"), word("[{ ]registry", ":")].join("|")
    )
    const lock = textOf("pnpm-lock.yaml").split("\n")
    assert.isAbove(lock.filter((line) => line.includes("integrity:")).length, 100)
    assert.deepStrictEqual(lock.filter((line) => addresses.test(line)), [])
  })
})
