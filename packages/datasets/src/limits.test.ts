import { assert, describe, it } from "@effect/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import { totalmem } from "node:os"
import { allowedFor, allowedPixels, Limits, tooLarge } from "./limits.ts"

const within = (values: Record<string, string>) =>
  Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(values))

describe("limits", () => {
  it.effect("are a hundred times the file's size, 128 MB at least, and no more than half of the memory", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* allowedFor(10, true), { packed: 10, bytes: 128e6 })
      assert.deepStrictEqual(yield* allowedFor(1e7, false), { packed: 1e7, bytes: 1e9 })
      assert.strictEqual((yield* allowedFor(1e15, true)).bytes, totalmem() / 2)
    }).pipe(within({})))

  it.effect("are raised, or lowered, by the environment and by the program", () =>
    Effect.gen(function*() {
      const sizes = { "8GB": 8e9, "500 MB": 5e8, "1e6": 1e6, "2.5k": 2500 }
      for (const [text, bytes] of Object.entries(sizes)) {
        const { bytes: found } = yield* within({ MARGINALIA_MAX_UNPACKED: text })(allowedFor(1, true))
        assert.strictEqual(found, bytes, text)
      }
      const both = within({ MARGINALIA_MAX_UNPACKED: "8GB", MARGINALIA_MAX_PIXELS: "1e9" })
      assert.strictEqual(yield* both(allowedPixels), 1e9)
      const own = Effect.provideService(allowedFor(1, true), Limits, { unpacked: 7 })
      assert.strictEqual((yield* both(own)).bytes, 7)
    }))

  it.effect("that cannot be read are refused", () =>
    Effect.gen(function*() {
      for (const text of ["much", "-1", "0", "8 EB", "1.2.3GB"]) {
        const error = yield* Effect.flip(within({ MARGINALIA_MAX_UNPACKED: text })(allowedFor(1, true)))
        assert.include(error.message, `MARGINALIA_MAX_UNPACKED is ${JSON.stringify(text)}, which is no size; write 8GB`)
      }
    }))

  it("say what would be enough", () => {
    assert.strictEqual(
      tooLarge({ packed: 4e6, bytes: 4e8 }, 4e9),
      "its 4 MB come to 4 GB, and 400 MB are allowed (100 times as much, 128 MB at least); " +
        "if that is right, set MARGINALIA_MAX_UNPACKED=8GB"
    )
  })
})
