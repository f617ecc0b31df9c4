import { assert, describe, it } from "@effect/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as TensorBackend from "./TensorBackend.ts"

const nameAndWhy = TensorBackend.TensorBackend.use((backend) => Effect.succeed(backend))

describe("TensorBackend", () => {
  it.effect("is the one that was asked for, while its scope is open", () =>
    Effect.gen(function*() {
      yield* Effect.provide(
        Effect.gen(function*() {
          const { name, why } = yield* TensorBackend.TensorBackend
          assert.deepStrictEqual([name, why, tf.getBackend()], ["cpu", "asked for", "cpu"])
          const inner = yield* Effect.provide(Effect.sync(() => tf.getBackend()), TensorBackend.wasm, { local: true })
          assert.strictEqual(inner, "wasm")
          assert.strictEqual(tf.getBackend(), "cpu")
        }),
        TensorBackend.cpu,
        { local: true }
      )
    }))

  it.effect("fails with what to install when it is missing", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(Effect.provide(nameAndWhy, TensorBackend.nodeGpu, { local: true }))
      assert.deepStrictEqual([error._tag, error.reason._tag], ["BackendUnavailable", "MissingPackage"])
      assert.match(
        error.message,
        /^the backend node-gpu does not run here: its package is not installed; install @tensorflow\/tfjs-node-gpu/
      )
    }))

  it.effect("auto takes the best that works and says what was wrong with the others", () =>
    Effect.gen(function*() {
      const { name, why } = yield* Effect.provide(nameAndWhy, TensorBackend.auto, { local: true })
      assert.include(["webgpu", "wasm"], name)
      assert.match(why, /^the best that works; node-gpu: its package is not installed; node: its package/)
    }))

  it.effect("can be named in the configuration", () =>
    Effect.gen(function*() {
      const provider = ConfigProvider.layer(ConfigProvider.fromUnknown({ MARGINALIA_BACKEND: "cpu" }))
      const layer = TensorBackend.fromConfig.pipe(Layer.provide(provider))
      const { name } = yield* Effect.provide(nameAndWhy, layer, { local: true })
      assert.strictEqual(name, "cpu")
    }))
})
