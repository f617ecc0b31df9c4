import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readNetwork } from "./network.ts"

describe("readNetwork", () => {
  it.effect("reads networks, their options and their heads", () =>
    Effect.gen(function*() {
      const read = (text: string, head = "learned") => readNetwork(text, head)
      const learned = { kind: "learned" }
      assert.deepStrictEqual<unknown>(yield* read("linear"), { kind: "linear", dropout: 0, head: learned })
      assert.deepStrictEqual<unknown>(yield* read("mlp(64, 32, dropout=0.5)", "max-separation"), {
        kind: "mlp",
        hidden: [64, 32],
        dropout: 0.5,
        head: { kind: "max-separation", radius: 1 }
      })
      assert.deepStrictEqual<unknown>(
        yield* read("resnet34(width=16, stem=3x3-pool, front=true)", "max-separation(0.1)"),
        {
          kind: "resnet",
          depth: 34,
          stem: "3x3-pool",
          front: true,
          width: 16,
          dropout: 0,
          head: { kind: "max-separation", radius: 0.1 }
        }
      )
      assert.deepInclude(yield* read("mlp"), { hidden: [256] })
    }))

  it.effect("refuses others, and says what there is", () =>
    Effect.gen(function*() {
      const cases: ReadonlyArray<readonly [string, string, RegExp]> = [
        ["resnet19", "learned", /no network "resnet19"; use linear, .*Did you mean "resnet18"/],
        ["resnet18(16)", "learned", /does not take "16"; write name=value/],
        ["mlp(0)", "learned", /does not take "0"/],
        ["mlp(2.5)", "learned", /does not take "2.5"/],
        ["linear(drop=1)", "learned", /linear: there is no option "drop".*It takes dropout\./],
        ["resnet18(width=0)", "learned", /width takes/],
        ["resnet18(depth=34)", "learned", /no option "depth"/],
        ["linear(dropout=1)", "learned", /dropout takes/],
        ["linear", "fixed", /there is no head "fixed"/],
        ["linear", "learned(2)", /there is no head/],
        ["linear", "max-separation(0)", /radius takes/],
        ["linear", "max-separation(1, 2)", /there is no head/]
      ]
      for (const [text, head, message] of cases) {
        assert.match((yield* Effect.flip(readNetwork(text, head))).message, message)
      }
    }))
})
