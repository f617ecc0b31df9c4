import { assert, layer } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import { digitItems } from "../../test/digits.ts"
import * as TensorBackend from "../backend/TensorBackend.ts"
import { fresh } from "../model/Model.ts"
import * as Outputs from "../model/outputs.ts"
import { build } from "../network/build.ts"
import { network } from "../network/spec.ts"
import { encode } from "./Encoder.ts"
import { hashModel, modelEncoder } from "./model.ts"
import { ofItems } from "./Source.ts"

const spec = network({ kind: "mlp", hidden: [12], head: { kind: "max-separation" } })
const made = (seed: number) =>
  fresh(build(spec, [8, 8, 1], 10), { scale: 16, mean: [0.3], std: [0.4] }, Rng.fromSeed(seed))

layer(TensorBackend.cpu)("modelEncoder", (it) => {
  it.effect("gives a model's features, whatever the batches, and leaves no tensor behind", () =>
    Effect.gen(function*() {
      const model = yield* made(1), { labeled: { items } } = yield* digitItems(50, true)
      const before = tf.memory().numTensors
      const matrix = yield* encode(yield* modelEncoder(model), ofItems(items), { batch: 7 })
      assert.strictEqual(tf.memory().numTensors, before)
      assert.deepStrictEqual([matrix.rows, matrix.cols], [50, 12])
      const expected = yield* Outputs.feature(model, items)
      matrix.data.forEach((value, i) => assert.closeTo(value, expected.data[i]!, 1e-6))
    }))

  it.effect("takes vectors of the right width for images, and says what does not fit", () =>
    Effect.gen(function*() {
      const model = yield* made(1), { labeled: { items } } = yield* digitItems(5, true)
      const projection = yield* modelEncoder(model, { output: "projection" })
      const flat = yield* encode(projection, ofItems({ ...items, shape: [64] }))
      assert.deepStrictEqual(flat, yield* Outputs.projection(model, items))
      const error = yield* Effect.flip(
        encode(projection, ofItems({ data: new Uint8Array(50), rows: 2, shape: [5, 5, 1] }))
      )
      assert.match(error.message, /it takes items of 8 × 8 × 1, not of 5 × 5 × 1/)
      const learned = yield* fresh(build(network({ kind: "linear" }), [64], 10), undefined, Rng.fromSeed(0))
      const none = yield* modelEncoder(learned, { output: "projection" })
      const refused = yield* Effect.flip(encode(none, ofItems({ ...items, shape: [64] })))
      assert.match(refused.message, /learned head and no projection/)
    }))

  it.effect("is hashed by its weights and its output", () =>
    Effect.gen(function*() {
      const one = yield* made(1), same = yield* made(1), other = yield* made(2)
      assert.strictEqual(yield* hashModel(one), yield* hashModel(same))
      assert.notStrictEqual(yield* hashModel(one), yield* hashModel(other))
      const feature = yield* modelEncoder(one), projection = yield* modelEncoder(one, { output: "projection" })
      assert.notStrictEqual(feature.hash, projection.hash)
    }))
})
