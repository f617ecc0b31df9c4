import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { folder } from "../../test/files.ts"
import { isTexts, readTexts } from "./texts.ts"

describe("readTexts", () => {
  it.effect("reads a text a line, whatever ends the lines", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      assert.deepStrictEqual(yield* readTexts(put("a.txt", "one, two\r\nthree\r\n")), ["one, two", "three"])
      assert.deepStrictEqual(yield* readTexts(put("b.txt", "é")), ["é"])
      assert.match((yield* Effect.flip(readTexts(put("c.txt", "")))).message, /there is no text in it/)
      assert.match((yield* Effect.flip(readTexts(put("d.txt", "a\n \nb")))).message, /line 2 is empty/)
      const binary = yield* Effect.flip(readTexts(put("e.txt", Uint8Array.of(0xFF, 0xFE, 0))))
      assert.match(binary.message, /this is no text in UTF-8/)
      assert.deepStrictEqual([isTexts("a.txt"), isTexts("a.npy")], [true, false])
    }).pipe(Effect.provide(NodeServices.layer)))
})
