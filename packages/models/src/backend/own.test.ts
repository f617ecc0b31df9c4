import { assert, describe, it } from "@effect/vitest"
import * as Named from "@marginalia/core/Named"
import * as Options from "@marginalia/core/Options"
import * as Registry from "@marginalia/core/Registry"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { backendKind, backendText, registry } from "./named.ts"
import { defineBackend } from "./own.ts"
import { probe } from "./probe.ts"
import * as TensorBackend from "./TensorBackend.ts"

/** A backend of these kernels under a name of its own, and how often it was started. */
const mine = (fails = 0) => {
  const starts: Array<number> = []
  const make = defineBackend({
    name: "mine",
    summary: "plain JavaScript, under a name of its own",
    remedy: "wait",
    options: Schema.Struct({ number: Options.field(Schema.Int, 1, "which one") }),
    positional: ["number"],
    deterministic: true,
    most: 1000,
    start: async ({ number }, { load, tf }) => {
      starts.push(number)
      if (starts.length <= fails) throw new Error("no card")
      const cpu = await load("cpu"), name = `mine-${number}`
      tf.copyRegisteredKernels(cpu, name)
      tf.registerBackend(name, tf.findBackendFactory(cpu))
      return name
    }
  })
  return { make, starts }
}

const used = (layer: ReturnType<typeof TensorBackend.only>) =>
  Effect.provide(
    Effect.gen(function*() {
      const { most, name } = yield* TensorBackend.TensorBackend
      const sum = tf.tidy(() => tf.add(tf.tensor1d([1, 2]), tf.tensor1d([3, 4])).dataSync())
      return [name, most, tf.getBackend(), ...sum]
    }),
    layer,
    { local: true }
  )

describe("defineBackend", () => {
  it.effect("makes a backend that computes, is written with its options, and is started once for each of them", () =>
    Effect.gen(function*() {
      const { make, starts } = mine()
      assert.deepStrictEqual(yield* used(TensorBackend.only(make())), ["mine(1)", 1000, "mine-1", 4, 6])
      assert.deepStrictEqual(yield* used(TensorBackend.of(make({ number: 2 }))), ["mine(2)", 1000, "mine-2", 4, 6])
      assert.deepStrictEqual(yield* used(TensorBackend.of(make())), ["mine(1)", 1000, "mine-1", 4, 6])
      assert.deepStrictEqual(starts, [1, 2])
      const text = (name: string) =>
        backendText(Named.readUnsafe(backendKind, name, Registry.merge(registry, Registry.make([make]))).value)
      assert.deepStrictEqual(["mine", "mine(number=3)", "auto", "wasm"].map(text), [
        "mine(1)",
        "mine(3)",
        "auto",
        "wasm"
      ])
    }))

  it.effect("says why it does not run, and is tried anew", () =>
    Effect.gen(function*() {
      const backend = mine(1).make({ number: 9 })
      const error = yield* Effect.flip(used(TensorBackend.only(backend)))
      assert.strictEqual(error.message, "the backend mine(9) does not run here: no card; wait")
      assert.deepStrictEqual((yield* used(TensorBackend.only(backend)))[2], "mine-9")
      const { gflops, ...found } = yield* probe(mine(1).make())
      assert.deepInclude(found, { name: "mine(1)", usable: false, problem: "no card", remedy: "wait" })
      assert.isUndefined(gflops)
    }))

  it.effect("gives each of its settings a name of its own: one would compute with the other's", () =>
    Effect.gen(function*() {
      const make = defineBackend({
        name: "shared",
        summary: "one name whatever the number",
        remedy: "wait",
        options: Schema.Struct({ number: Options.field(Schema.Int, 1, "which one") }),
        positional: ["number"],
        start: async (_, { load, tf }) => {
          const cpu = await load("cpu")
          tf.copyRegisteredKernels(cpu, "shared")
          tf.registerBackend("shared", tf.findBackendFactory(cpu))
        }
      })
      yield* used(TensorBackend.only(make()))
      const error = yield* Effect.flip(used(TensorBackend.only(make({ number: 2 }))))
      assert.match(error.message, /shared\(1\) is registered as "shared"; start has to give each setting another name/)
      assert.strictEqual((yield* used(TensorBackend.only(make())))[0], "shared(1)")
    }))

  it("is not sure to give the same bits unless it says so", () => {
    const about = { name: "other", summary: "another", remedy: "wait", start: () => "other" }
    const { deterministic, most } = defineBackend(about)()
    assert.deepStrictEqual([deterministic, most], [false, Infinity])
  })
})
