import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { writeFolder } from "./write-folder.ts"

const page = (text: string) => `<meta name="generator" content="marginalia 1.2.3">${text}`

const files = (text: string) =>
  new Map<string, string | Uint8Array>([["index.html", page(text)], ["data/a.bin", Uint8Array.of(1, 2)]])

describe("writeFolder", () => {
  it.effect("writes all files, below as many folders as it takes", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      yield* writeFolder(join(path, "a", "report"), files("one"))
      assert.strictEqual(readFileSync(join(path, "a", "report", "index.html"), "utf8"), page("one"))
      assert.deepStrictEqual([...readFileSync(join(path, "a", "report", "data", "a.bin"))], [1, 2])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("replaces an older report whole, and leaves nothing behind", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const target = join(path, "report")
      yield* writeFolder(target, new Map([...files("one"), ["plots/old.svg", "old"]]))
      yield* writeFolder(target, files("two"))
      assert.strictEqual(readFileSync(join(target, "index.html"), "utf8"), page("two"))
      assert.isFalse(existsSync(join(target, "plots")))
      assert.deepStrictEqual(readdirSync(path), ["report"])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("keeps the older report when a file cannot be written", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const target = join(path, "report")
      yield* writeFolder(target, files("one"))
      const impossible = new Map<string, string>([["index.html", "two"], ["index.html/below", "a file is no folder"]])
      const error = yield* Effect.flip(writeFolder(target, impossible))
      assert.strictEqual(error._tag, "FileProblem")
      assert.strictEqual(readFileSync(join(target, "index.html"), "utf8"), page("one"))
      assert.deepStrictEqual(readdirSync(path), ["report"])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("refuses a folder that holds something else", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      put("thesis.tex", "five years")
      put("index.html", "<title>about me</title>")
      const error = yield* Effect.flip(writeFolder(path, files("one")))
      assert.include(error.message, "holds something else than a report")
      assert.strictEqual(readFileSync(join(path, "thesis.tex"), "utf8"), "five years")
    }).pipe(Effect.provide(NodeServices.layer)))
})
