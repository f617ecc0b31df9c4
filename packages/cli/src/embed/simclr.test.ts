import { assert, describe, it } from "@effect/vitest"
import { recipes } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { optionsOf } from "./simclr.ts"
import { readEncoderSpec } from "./spec.ts"

const optionsFor = Effect.fnUntraced(function*(text: string, file?: string) {
  const spec = yield* readEncoderSpec(text)
  return spec.kind === "simclr" ? optionsOf(spec.options, 7, file) : assert.fail("no simclr")
})

describe("optionsOf", () => {
  it.effect("are SUPClust's where nothing else is asked for", () =>
    Effect.gen(function*() {
      const { checkpoint, network, projection, recipe, seed, temperature, views } = yield* optionsFor("simclr")
      assert.deepStrictEqual(recipe, recipes.simclr)
      assert.deepInclude(network, { kind: "resnet", depth: 18, width: 64, stem: "3x3" })
      assert.deepStrictEqual([projection, temperature, seed, checkpoint, views?.flip], [128, 0.1, 7, undefined, true])
    }))

  it.effect("scale the rate with the batch, unless it is given", () =>
    Effect.gen(function*() {
      assert.closeTo((yield* optionsFor("simclr(batch=32)")).recipe!.rate, recipes.simclrIsic.rate, 1e-12)
      const { checkpoint, recipe, views } = yield* optionsFor("simclr(batch=32, rate=0.1, epochs=3, flip=false)", "f")
      assert.deepInclude(recipe, { rate: 0.1, epochs: 3, batch: 32 })
      assert.deepStrictEqual([checkpoint, views?.flip], [{ file: "f" }, false])
    }))
})
