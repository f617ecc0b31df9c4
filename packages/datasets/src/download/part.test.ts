import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { folderOf } from "../../test/pictures.ts"
import { dropPart, finishPart, openPart, readPart } from "./part.ts"

const origin = { url: "http://a/x", validator: "\"1\"" }

const write = (path: string, from: number, text: string) =>
  openPart(path, from, origin).pipe(
    Effect.flatMap((file) => file.writeAll(new TextEncoder().encode(text))),
    Effect.scoped
  )

describe("a part", () => {
  it.effect("grows, knows its origin, and gets its name at the end", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({}), path = `${root}/x`
      assert.deepStrictEqual(yield* readPart(path), { at: 0, origin: undefined })
      yield* write(path, 0, "one")
      assert.deepStrictEqual(yield* readPart(path), { at: 3, origin })
      yield* write(path, 3, "two")
      yield* finishPart(path)
      assert.deepStrictEqual([readdirSync(root), readFileSync(path, "utf8")], [["x"], "onetwo"])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("begun anew, has nothing of what was there", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({}), path = `${root}/x`
      yield* write(path, 0, "something long")
      yield* write(path, 0, "new")
      assert.strictEqual(readFileSync(`${path}.part`, "utf8"), "new")
      yield* dropPart(path)
      assert.deepStrictEqual(readdirSync(root), [])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("has no origin where the note of it cannot be read", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({}), path = `${root}/x`
      yield* write(path, 0, "one")
      for (const text of ["", "{", "{\"url\":7}", "[]"]) {
        writeFileSync(`${path}.part.json`, text)
        assert.deepStrictEqual(yield* readPart(path), { at: 3, origin: undefined })
      }
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("says where it may not be written", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(write("nowhere/at/all/x", 0, "one"))
      assert.match(error.message, /^nowhere\/at\/all\/x: cannot be written \(.*\); name another folder/)
    }).pipe(Effect.provide(NodeServices.layer)))
})
