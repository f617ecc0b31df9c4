import { assert, describe, it } from "@effect/vitest"
import { Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import { chmodSync, mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from "node:fs"
import { folder } from "../../test/project.ts"
import { newToken } from "../server/token.ts"
import { readServing, servingPath, writeServing } from "./serving.ts"

const place = Effect.tap(folder, (path) => Effect.sync(() => mkdirSync(path, { recursive: true })))

describe("how a page is reached", () => {
  it.effect("is kept for its owner's eyes alone, and read again", () =>
    Effect.gen(function*() {
      const path = yield* place, kept = { token: newToken(), host: "127.0.0.1", port: 4711, pid: 12 }
      assert.isUndefined(yield* readServing(path))
      yield* writeServing(path, kept)
      assert.strictEqual(statSync(servingPath(path)).mode & 0o777, 0o600)
      assert.deepStrictEqual(yield* readServing(path), kept)
      const other = { ...kept, token: newToken() }
      yield* writeServing(path, other)
      assert.deepStrictEqual(yield* readServing(path), other)
    }).pipe(Effect.scoped))

  it.effect("is not used any more once others could read it, and said so; nor what is no such file", () =>
    Effect.gen(function*() {
      const path = yield* place, file = servingPath(path), said: Array<string> = []
      const read = Effect.provideService(readServing(path), Notices, {
        say: (line) => Effect.sync(() => void said.push(line))
      })
      yield* writeServing(path, { token: newToken(), host: "127.0.0.1", port: 4711, pid: 12 })
      for (const mode of [0o640, 0o604, 0o666]) {
        chmodSync(file, mode)
        assert.isUndefined(yield* read)
      }
      assert.lengthOf(said, 3)
      chmodSync(file, 0o600)
      renameSync(file, `${file}.elsewhere`)
      symlinkSync(`${file}.elsewhere`, file)
      assert.isUndefined(yield* read)
      yield* writeServing(path, { token: newToken(), host: "127.0.0.1", port: 4711, pid: 12 })
      for (
        const text of ["", "{}", JSON.stringify({ version: 1, token: "short", host: "127.0.0.1", port: 4711, pid: 12 })]
      ) {
        writeFileSync(file, text)
        assert.isUndefined(yield* read, text)
      }
    }).pipe(Effect.scoped))
})
