import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { trainedOn } from "../../test/trained-on.ts"
import { load } from "./load.ts"
import * as TensorBackend from "./TensorBackend.ts"
import { isSoftware } from "./webgpu.ts"

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
