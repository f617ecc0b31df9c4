import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { existsSync } from "node:fs"
import { digitItems } from "../../test/digits.ts"
import * as Outputs from "../model/outputs.ts"
import { network } from "../network/spec.ts"
import { trainingConfig } from "../train/config.ts"
import * as Trainer from "../train/Trainer.ts"
import { load } from "./load.ts"
import * as TensorBackend from "./TensorBackend.ts"
import { isSoftware } from "./webgpu.ts"

const spec = network({ kind: "resnet", width: 4, stem: "3x3-pool" })
const by = trainingConfig({ optimizer: { kind: "sgd" }, rate: 0.05, epochs: 1, batch: 8 })

/** The probabilities of a tiny network trained on a backend. */
const trainedOn = (layer: typeof TensorBackend.wasm) =>
  Effect.gen(function*() {
    const { labeled } = yield* digitItems(8, true)
    const model = yield* Trainer.Trainer.use((trainer) => trainer.fit(spec, labeled, by, { seed: 1 }))
    return Array.from((yield* Outputs.probability(model, labeled.items)).data)
  }).pipe(Effect.scoped, Effect.provide(Trainer.layer.pipe(Layer.provideMerge(layer)), { local: true }))

/** Chromium's package on Debian brings a driver in software, which the loader has to be told of. */
const software = "/usr/lib/chromium/vk_swiftshader_icd.json"
if (process.env["VK_DRIVER_FILES"] === undefined && existsSync(software)) process.env["VK_DRIVER_FILES"] = software

const usable = await Effect.runPromise(Effect.result(load("webgpu")))
if (usable._tag === "Failure") console.log(`webgpu's training is not run: ${usable.failure.message}`)

describe("webgpu", () => {
  it.live.skipIf(usable._tag === "Failure")("trains to what wasm trains to", () =>
    Effect.gen(function*() {
      const gpu = yield* trainedOn(TensorBackend.webgpu), wasm = yield* trainedOn(TensorBackend.wasm)
      gpu.forEach((p, i) => assert.closeTo(p, wasm[i]!, 1e-2))
    }), 120_000)

  it("knows drivers in software", () => {
    assert.isTrue(isSoftware({ info: { description: "SwiftShader Device (LLVM 10.0.0)" } }))
    assert.isTrue(isSoftware({ info: { device: "llvmpipe (LLVM 15.0.6, 256 bits)" } }))
    assert.isTrue(isSoftware({ info: { isFallbackAdapter: true } }))
    assert.isFalse(isSoftware({ info: { vendor: "nvidia", architecture: "hopper" } }))
    assert.isFalse(isSoftware({}))
  })
})
