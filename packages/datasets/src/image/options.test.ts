import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { imageRule } from "./options.ts"

describe("imageRule", () => {
  it.effect("fills in what is not said", () =>
    Effect.gen(function*() {
      const white = [255, 255, 255]
      assert.deepStrictEqual(
        { ...(yield* imageRule({})) },
        { size: undefined, fit: "crop", shorter: undefined, white: undefined, channels: 3, background: white as never }
      )
      assert.deepStrictEqual((yield* imageRule({ size: 8 })).size, [8, 8])
      assert.deepStrictEqual((yield* imageRule({ size: [8, 4], shorter: 8 })).size, [8, 4])
    }))

  it.effect("refuses sizes that make no sense", () =>
    Effect.gen(function*() {
      const problem = (options: Parameters<typeof imageRule>[0]) =>
        Effect.map(Effect.flip(imageRule(options)), ({ message }) => message)
      for (const size of [0, -1, 1.5, NaN, 16_385, [3, 0]] as const) {
        assert.match(yield* problem({ size: size as number }), /cannot be made; give whole numbers/)
      }
      assert.match(yield* problem({ size: [4, 8], shorter: 7 }), /shorter side of 7 pixels is less than the 4 × 8/)
      assert.match(yield* problem({ shorter: 7 }), /give both/)
      assert.match(yield* problem({ size: 4, shorter: 7, fit: "stretch" }), /cropped/)
      const { reason } = yield* Effect.flip(imageRule({ size: [4, 8], shorter: 7 }))
      const expected = "a whole number from 8 to 16384"
      assert.deepInclude(reason, { _tag: "InvalidRequest", fault: "Value", setting: "shorter", value: 7, expected })
    }))
})
