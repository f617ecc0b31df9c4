import { assert, describe, it } from "@effect/vitest"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { load } from "./load.ts"
import { probe, probeAll } from "./probe.ts"

describe("probing the backends", () => {
  it.live("tells what is usable, how fast, and how to get the rest", () =>
    Effect.gen(function*() {
      yield* load("cpu")
      const before = tf.memory().numTensors
      const probes = yield* probeAll
      assert.deepStrictEqual(probes.map(({ name }) => name), ["node-gpu", "node", "webgpu", "wasm", "cpu"])
      for (const { gflops, problem, remedy, usable } of probes) {
        assert.strictEqual(usable, gflops !== undefined && gflops > 0)
        assert.strictEqual(usable, problem === undefined)
        assert.strictEqual(usable, remedy === undefined)
      }
      assert.isTrue(probes.at(-2)!.usable && probes.at(-1)!.usable)
      assert.strictEqual(tf.getBackend(), "cpu")
      assert.strictEqual(tf.memory().numTensors, before)
    }))

  it.live("marks what has never been run", () =>
    Effect.gen(function*() {
      const { remedy, run, usable } = yield* probe("node")
      assert.deepStrictEqual([usable, run], [false, false])
      assert.match(remedy!, /install @tensorflow\/tfjs-node@/)
    }))
})
