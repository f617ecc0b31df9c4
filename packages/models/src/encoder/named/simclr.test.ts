import * as Options from "@marginalia/core/Options"
import * as Registry from "@marginalia/core/Registry"
import { assert, describe, it } from "vitest"
import { simclr, simclrIsic } from "../../train/configs.ts"
import { optionsOf, simclrPlan } from "./simclr.ts"

const optionsFor = (given: object, checkpoint?: string) =>
  optionsOf(Options.decode("simclr", simclrPlan.part.options, { ...given }) as Parameters<typeof optionsOf>[0], {
    seed: 7,
    checkpoint
  })

describe("optionsOf", () => {
  it("are SUPClust's where nothing else is asked for", () => {
    const { checkpoint, network, projection, seed, temperature, training, views } = optionsFor({})
    assert.deepStrictEqual(training, simclr)
    assert.deepInclude(network, { kind: "resnet", depth: 18, width: 64, stem: "3x3" })
    assert.deepStrictEqual([projection, temperature, seed, checkpoint, views?.flip], [128, 0.1, 7, undefined, true])
  })

  it("scale the rate with the batch, unless it is given", () => {
    assert.closeTo(optionsFor({ batch: 32 }).training!.rate, simclrIsic.rate, 1e-12)
    const { checkpoint, training, views } = optionsFor({ batch: 32, rate: 0.1, epochs: 3, flip: false }, "f")
    assert.deepInclude(training, { rate: 0.1, epochs: 3, batch: 32 })
    assert.deepStrictEqual([checkpoint, views?.flip], [{ file: "f" }, false])
  })
})

describe("simclrPlan", () => {
  it("is trained, is kept and computes on a backend", () => {
    const { computes, learns, name, text } = simclrPlan({ epochs: 20 })
    assert.deepStrictEqual([computes, learns, name, text], [true, "train", "simclr", "simclr(epochs=20)"])
    assert.isTrue(Registry.has(Registry.make([simclrPlan]), simclrPlan.part))
  })
})
