import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { swapFolder } from "./swap-folder.ts"

const inFolder = <A, E>(f: (folder: string) => Effect.Effect<A, E, NodeServices.NodeServices>) =>
  Effect.scoped(
    Effect.flatMap(FileSystem.FileSystem, (fs) => Effect.flatMap(fs.makeTempDirectoryScoped(), f))
  ).pipe(Effect.provide(NodeServices.layer))

const writes = (text: string) => (made: string) =>
  Effect.sync(() => {
    mkdirSync(made)
    writeFileSync(join(made, "a"), text)
  })

const removes = (former: string) => Effect.sync(() => rmSync(former, { recursive: true }))

describe("swapFolder", () => {
  it.effect("puts a folder where none is, and in the place of one that may be replaced", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const target = join(folder, "t")
        for (const text of ["one", "two"]) {
          const check = Effect.sync(() => existsSync(target))
          yield* swapFolder(target, { write: writes(text), check, remove: removes })
          assert.strictEqual(readFileSync(join(target, "a"), "utf8"), text)
          assert.deepStrictEqual(readdirSync(folder), ["t"])
        }
      })
    ))

  it.effect("leaves what is there, and nothing beside it, when it is refused, fails, or cannot be renamed", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        const target = join(folder, "t")
        mkdirSync(target)
        writeFileSync(join(target, "a"), "old")
        const there = Effect.succeed(true)
        const vanishing = (made: string) => Effect.sync(() => assert.isFalse(existsSync(made)))
        const swaps = [
          { write: writes("new"), check: Effect.fail("no"), remove: removes },
          { write: () => Effect.fail("no"), check: there, remove: removes },
          { write: vanishing, check: there, remove: removes }
        ]
        for (const swap of swaps) {
          yield* Effect.flip(swapFolder<string, never>(target, swap))
          assert.strictEqual(readFileSync(join(target, "a"), "utf8"), "old")
          assert.deepStrictEqual(readdirSync(folder), ["t"])
        }
      })
    ))
})
