import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Call, readCall, type Value } from "./call.ts"

const call = (name: string, positional: ReadonlyArray<Value> = [], named: Record<string, Value> = {}): Call => ({
  name,
  positional,
  named: new Map(Object.entries(named))
})

describe("readCall", () => {
  it.effect("reads names, values, keys, and calls within", () =>
    Effect.gen(function*() {
      const read = (text: string) => readCall("encoder", text)
      assert.deepStrictEqual(yield* read("raw"), call("raw"))
      assert.deepStrictEqual(yield* read(" pca ( 64 ) "), call("pca", [64]))
      assert.deepStrictEqual(
        yield* read("resnet18(width=16, stem=3x3-pool, front=true, rate=1e-3)"),
        call("resnet18", [], { width: 16, stem: "3x3-pool", front: true, rate: 1e-3 })
      )
      assert.deepStrictEqual(
        yield* read("simclr(5, network=resnet18(width=8, depth=18), x=mlp(256, 128))"),
        call("simclr", [5], {
          network: call("resnet18", [], { width: 8, depth: 18 }),
          x: call("mlp", [256, 128])
        })
      )
      assert.deepStrictEqual(yield* read("mlp()"), call("mlp"))
    }))

  it.effect("says what it cannot read", () =>
    Effect.gen(function*() {
      for (
        const [text, expected] of [
          ["", /--encoder: "" is not of the form/],
          ["(3)", /not of the form/],
          ["a(b", /not of the form/],
          ["a(b(c)", /parentheses .* do not match/],
          ["a(b))", /do not match/],
          ["a(1,,2)", /empty place/],
          ["a(x=1, x=2)", /gives x twice/],
          [`${"a(".repeat(100_000)}${")".repeat(100_000)}`, /^.{0,50}deeper than 20 .{0,60}$/]
        ] as const
      ) {
        assert.match((yield* Effect.flip(readCall("encoder", text))).message, expected)
      }
    }))
})
