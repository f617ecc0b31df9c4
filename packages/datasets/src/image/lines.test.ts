import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { folderOf } from "../../test/pictures.ts"
import { linesOf } from "./lines.ts"

describe("linesOf", () => {
  it.effect("counts bytes, not letters, and passes over blank lines", () =>
    Effect.gen(function*() {
      const root = yield* folderOf({ a: "é\r\n\nb \nlast", empty: "\n" })
      assert.deepStrictEqual(yield* linesOf(`${root}/a`), [
        { text: "é", offset: 0 },
        { text: "b", offset: 5 },
        { text: "last", offset: 8 }
      ])
      assert.match((yield* Effect.flip(linesOf(`${root}/empty`))).message, /byte 0: the file is empty/)
      assert.strictEqual((yield* Effect.flip(linesOf(`${root}/none`))).reason._tag, "Unreadable")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
