import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { noise } from "../../test/gradients.ts"
import * as TensorBackend from "../backend/TensorBackend.ts"
import { build } from "../network/build.ts"
import { network } from "../network/spec.ts"
import { fresh } from "./Model.ts"
import * as Outputs from "./outputs.ts"
import { load, save } from "./store.ts"

const spec = network({ kind: "resnet", width: 4, dropout: 0.5, head: { kind: "max-separation", radius: 0.5 } })
const items = { data: noise(3 * 8 * 8, 1), rows: 3, shape: [8, 8, 1] as const }

const saved = Effect.gen(function*() {
  const fs = yield* FileSystem.FileSystem
  const folder = yield* fs.makeTempDirectoryScoped()
  const normalization = { scale: 2, mean: [0.1], std: [0.5] }
  const model = yield* fresh(build(spec, [8, 8, 1], 5), normalization, Rng.fromSeed(1))
  yield* save(model, `${folder}/model`)
  return { folder: `${folder}/model`, model, fs }
})

const run = <A, E>(effect: Effect.Effect<A, E, NodeServices.NodeServices | import("effect/Scope").Scope>) =>
  effect.pipe(Effect.scoped, Effect.provide(NodeServices.layer), Effect.provide(TensorBackend.wasm, { local: true }))

describe("a saved model", () => {
  it.live("says the same when it is loaded", () =>
    run(Effect.gen(function*() {
      const { folder, model } = yield* saved
      const loaded = yield* load(folder)
      assert.deepStrictEqual(loaded.built.spec, spec)
      assert.deepStrictEqual(loaded.normalization, model.normalization)
      assert.deepStrictEqual(yield* Outputs.probability(loaded, items), yield* Outputs.probability(model, items))
    })))

  it.live("holds its weights as tfjs's manifest says", () =>
    run(Effect.gen(function*() {
      const { folder, fs, model } = yield* saved
      const manifest = JSON.parse(yield* fs.readFileString(`${folder}/model.json`)) as {
        weightsManifest: [{ paths: Array<string>; weights: Array<{ name: string; shape: Array<number> }> }]
      }
      const [{ paths, weights }] = manifest.weightsManifest
      const bytes = yield* fs.readFile(`${folder}/${paths[0]}`)
      assert.strictEqual(
        bytes.length,
        weights.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b, 1), 0)
      )
      const first = Array.from(yield* Effect.promise(() => model.weights.get(weights[0]!.name)!.data()))
      assert.deepStrictEqual(Array.from(new Float32Array(new Uint8Array(bytes).buffer, 0, first.length)), first)
    })))

  it.live("is refused when it is missing, cut short, changed, or something else", () =>
    run(Effect.gen(function*() {
      const { folder, fs } = yield* saved
      const message = Effect.map(Effect.flip(load(folder)), (error) => error.message)
      const bytes = yield* fs.readFile(`${folder}/weights.bin`)
      yield* fs.writeFile(`${folder}/weights.bin`, bytes.slice(0, -4))
      assert.match(yield* message, /weights\.bin: sha256 .* instead of .*; the file was changed/)
      yield* fs.remove(`${folder}/weights.bin`)
      assert.match(yield* message, /weights\.bin: the weights are missing/)
      yield* fs.writeFileString(`${folder}/model.json`, "{}")
      assert.match(yield* message, /model\.json: this is no manifest of a model/)
      yield* fs.remove(`${folder}/model.json`)
      assert.match(yield* message, /model\.json: there is no model here/)
    })))
})
