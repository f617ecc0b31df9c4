import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { readNetwork } from "./network.ts"

const read = (text: string, head?: string) => readNetwork(text, Option.fromUndefinedOr(head))

describe("readNetwork", () => {
  it.effect("takes the head from either flag", () =>
    Effect.gen(function*() {
      const separated = { kind: "max-separation", radius: 0.1 } as const
      assert.deepStrictEqual((yield* read("mlp(64)", "max-separation(0.1)")).head, separated)
      assert.deepStrictEqual((yield* read("mlp(64, head=max-separation(0.1))")).head, separated)
      assert.deepStrictEqual((yield* read("mlp(64)")).head, { kind: "learned" })
    }))

  it.effect("refuses others, and two heads", () =>
    Effect.gen(function*() {
      const cases: ReadonlyArray<readonly [string, string | undefined, RegExp]> = [
        ["resnet19", undefined, /no network "resnet19"; .*Did you mean "resnet18"/],
        ["linear", "fixed", /there is no head "fixed"; there are learned, max-separation/],
        ["linear", "max-separation(1, 2)", /max-separation: a value without a name is one too many/],
        ["linear(head=learned)", "learned", /says what the head is, and --head learned does too; give one of them/]
      ]
      for (const [text, head, message] of cases) {
        assert.match((yield* Effect.flip(read(text, head))).message, message)
      }
    }))
})
