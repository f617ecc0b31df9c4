import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../test/files.ts"
import { withScratch } from "./scratch-scope.ts"
import { scratch } from "./scratch.ts"

const cachedIn = (path: string) => ConfigProvider.layer(ConfigProvider.fromUnknown({ MARGINALIA_CACHE: path }))

describe("scratch", () => {
  it.effect("is read at any place, and has no name even while it is used", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const names = yield* withScratch(Effect.gen(function*() {
        const { append, fill, folder: where, read } = yield* scratch(6, "six")
        assert.strictEqual(where, join(path, "cache"))
        yield* append(Uint8Array.of(1, 2, 3, 4))
        yield* append(Uint8Array.of(5, 6))
        assert.deepStrictEqual([...read(3, 3), ...read(0, 1)], [4, 5, 6, 1])
        assert.throws(
          () => read(5, 2),
          /^six cannot be read again from the file in \S+cache that holds them \(it ends before the 2 bytes at 5\)/
        )
        const into = new Uint8Array(3)
        yield* fill(2, into)
        assert.deepStrictEqual([...into], [3, 4, 5])
        assert.match((yield* Effect.flip(fill(4, into))).message, /six cannot be read again .*before the 3 bytes at 4/)
        return readdirSync(where)
      })).pipe(Effect.provide(cachedIn(join(path, "cache"))))
      assert.deepStrictEqual([names, readdirSync(join(path, "cache"))], [[], []])
    }).pipe(withScratch, Effect.provide(NodeServices.layer)))

  it.effect("refuses more than the disk has, and lies elsewhere where the cache has no folder", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      writeFileSync(join(path, "taken"), "")
      const file = yield* scratch(6, "six").pipe(Effect.provide(cachedIn(join(path, "taken", "cache"))))
      assert.notInclude(file.folder, path)
      const error = yield* Effect.flip(Effect.provide(scratch(1e18, "9 images"), cachedIn(path)))
      assert.match(
        error.message,
        /^9 images take 1 EB on the disk, and \S+ \S+ are free in .*; set MARGINALIA_CACHE to a folder/
      )
    }).pipe(withScratch, Effect.provide(NodeServices.layer)))
})
