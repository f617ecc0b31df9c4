/**
 * Kernels that ask a card, on the adapter that is here: mostly one in software. Where there is none, nothing is run and why is told.
 */
import { assert, describe, it } from "@effect/vitest"
import { Kernels } from "@marginalia/core"
import * as Remarks from "@marginalia/core/Remarks"
import { adapterOf, type Gpu, layer, make, type Options, WebGpuUnavailable } from "@marginalia/core/webgpu"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { existsSync } from "node:fs"
import { rowsOf, same, share } from "../../../core/test/card.ts"
import { gpuHere } from "./webgpu.ts"

/** Chromium's package on Debian brings a driver in software, which the loader has to be told of. */
const software = "/usr/lib/chromium/vk_swiftshader_icd.json"
if (process.env["VK_DRIVER_FILES"] === undefined && existsSync(software)) process.env["VK_DRIVER_FILES"] = software

const usable = await Effect.runPromise(Effect.result(Effect.flatMap(gpuHere, adapterOf)))
if (usable._tag === "Failure") console.log(`kernels on WebGPU are not run: ${usable.failure.message}`)

const opened = (settings: Options["settings"], memory?: number) =>
  Effect.flatMap(gpuHere, (gpu) => make({ gpu, memory, settings: { worth: 0, ...settings } }))

describe.skipIf(usable._tag === "Failure")("kernels on WebGPU", () => {
  it.live("find the same at every threshold of tiles, widths and numbers of centers", () =>
    Effect.gen(function*() {
      // A tile of 64 rows of up to 16 numbers; rows of more have fewer, or none.
      const { gone, kernels, shares } = yield* opened({ tile: 64 * 64 * 3, most: 2 ** 16 })
      const shapes = [[1, 1, 1], [2, 1, 2], [33, 3, 5], [64, 16, 31], [65, 17, 33], [200, 15, 32], [
        193,
        40,
        12
      ]] as const
      for (const [rows, cols, k] of shapes) yield* same(kernels, rowsOf(rows, cols), k)
      for (const size of [1e-30, 1e30]) yield* same(kernels, rowsOf(70, 5, { size }), 6)
      yield* same(kernels, rowsOf(150, 4, { whole: true }), 9)
      yield* same(kernels, rowsOf(150, 4, { far: 1000 }), 9)
      yield* same(kernels, { data: new Float32Array(90), rows: 30, cols: 3 }, 4)
      assert.isUndefined(gone())
      assert.sameMembers(Object.keys(shares()), ["k-means", "k-means++", "neighbors", "coverage", "k-center"])
    }).pipe(Effect.scoped), 240_000)

  it.live("hold rows for as long as somebody asks, or as their pool lives", () =>
    Effect.gen(function*() {
      const { bytes, gone, kernels } = yield* opened({}, 300 * 64 * 2)
      for (let n = 0; n < 4; n++) {
        yield* same(kernels, rowsOf(100, 8, { seed: n }), 4)
        assert.strictEqual(bytes(), 0)
      }
      const kept = rowsOf(300, 8)
      share(kept)
      for (let n = 0; n < 3; n++) {
        yield* same(kernels, kept, 4)
        assert.strictEqual(bytes(), 300 * 64)
      }
      // More than there is room for: brought there tile by tile, and what nobody uses makes room.
      yield* same(kernels, rowsOf(900, 8), 4)
      assert.isAtMost(bytes(), 300 * 64)
      assert.isUndefined(gone())
    }).pipe(Effect.scoped), 240_000)

  it.live("go on without a card that is lost, and say so", () =>
    Effect.gen(function*() {
      const gpu = yield* gpuHere, lose: Array<() => void> = []
      const fragile: Gpu = {
        requestAdapter: async (options) => {
          const adapter = (await gpu.requestAdapter(options))!
          return {
            limits: adapter.limits,
            info: adapter.info,
            requestDevice: async (limits) => {
              const device = await adapter.requestDevice(limits)
              lose.push(() => device.destroy())
              return device
            }
          }
        }
      }
      const { gone, kernels } = yield* make({ gpu: fragile, settings: { worth: 0 } })
      yield* same(kernels, rowsOf(80, 6), 5)
      lose.forEach((one) => one())
      const [, notes] = yield* Remarks.collect(same(kernels, rowsOf(80, 6), 5))
      assert.match(String(notes["kernels"]), /^without .*, which is gone: /)
      assert.isString(gone())
    }).pipe(Effect.scoped), 240_000)

  it.live("stand over the kernels that were there", () =>
    Effect.gen(function*() {
      const gpu = yield* gpuHere, before = Kernels.layer({ variant: "simd" })
      const context = yield* Layer.build(Layer.provide(layer({ gpu }), before))
      const { device, variant } = Context.get(context, Kernels.Kernels)
      assert.strictEqual(variant, "simd")
      assert.isString(device?.name)
    }).pipe(Effect.scoped), 240_000)
})

describe("without a card", () => {
  it.effect("fails with the reason", () =>
    Effect.gen(function*() {
      const none: Gpu = { requestAdapter: () => Promise.resolve(null) }
      const broken: Gpu = { requestAdapter: () => Promise.reject(new Error("no driver")) }
      const [first, second] = yield* Effect.all([Effect.flip(make({ gpu: none })), Effect.flip(make({ gpu: broken }))])
      assert.instanceOf(first, WebGpuUnavailable)
      assert.strictEqual(first.reason._tag, "NoAdapter")
      assert.strictEqual(second.message, "WebGPU cannot be used: no driver; the processor alone finds the same")
    }).pipe(Effect.scoped))
})
