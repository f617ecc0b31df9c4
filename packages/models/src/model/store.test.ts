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
      assert.match(yield* message, /model\.json: its network has \d+ bytes of weights and the file beside it \d+/)
      yield* fs.writeFile(`${folder}/weights.bin`, bytes.map((byte, i) => i === 9 ? byte ^ 1 : byte))
      assert.match(yield* message, /weights\.bin: sha256 .* instead of .*; the file was changed/)
      yield* fs.remove(`${folder}/weights.bin`)
      assert.match(yield* message, /weights\.bin: the weights are missing/)
      yield* fs.writeFileString(`${folder}/model.json`, "{}")
      assert.match(yield* message, /model\.json: this is no manifest of a model/)
      yield* fs.remove(`${folder}/model.json`)
      assert.match(yield* message, /model\.json: there is no model here/)
    })))

  it.live("is refused where what it says cannot be", () =>
    run(Effect.gen(function*() {
      const { folder, fs } = yield* saved
      const text = yield* fs.readFileString(`${folder}/model.json`)
      const said = (change: (manifest: Record<string, never>) => void) => {
        const manifest = JSON.parse(text) as Record<string, never>
        change(manifest)
        return JSON.stringify(manifest)
      }
      const set = (more: object) => said((manifest) => void Object.assign(manifest, more))
      const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`
      const wrong: ReadonlyArray<readonly [text: string, problem: RegExp]> = [
        [set({ classes: 0 }), /it has 0 classes where 2 are the least/],
        [set({ classes: 1e9 }), /it has 1000000000 classes and .* of weights/],
        [set({ classes: 4 }), /its weight "head\/?.*" is .* where its network has/],
        [set({ input: [8] }), /a ResNet takes images/],
        [set({ input: [] }), /its input is \(\)/],
        [set({ input: Array.from({ length: 20_000 }, () => 8) }), /its input is 8 × 8 .*\(20000 dimensions\)/],
        [set({ network: { kind: "transformer" } }), /no manifest of a model/],
        [set({ normalization: { scale: 0, mean: [0], std: [1] } }), /its normalization divides by 0/],
        [set({ normalization: { scale: 1, mean: [0], std: [0] } }), /its normalization divides by 0/],
        [set({ normalization: { scale: 1, mean: [0], std: [-1] } }), /its normalization divides by -1/],
        [set({ normalization: { scale: 1e-200, mean: [0], std: [1e-200] } }), /divides by nearly 0/],
        [set({ normalization: { scale: 1, mean: [0, 0], std: [1] } }), /2 means and 1 deviations for 1 channels/],
        [
          set({ weightsManifest: [{ paths: ["../weights.bin"], weights: [] }] }),
          /its weights are in "\.\.\/weights\.bin"/
        ],
        [set({ weightsManifest: [{ paths: ["weights.bin"], weights: [] }] }), /it lists 0 weights and its network has/],
        [text.replace("\"marginalia-model\"", deep), /no manifest of a model/],
        [deep, /no manifest of a model/]
      ]
      for (const [changed, problem] of wrong) {
        yield* fs.writeFileString(`${folder}/model.json`, changed)
        const error = yield* Effect.flip(load(folder))
        assert.match(error.message, problem)
        assert.include(["Format", "Mismatch", "Value"], error.reason)
        assert.deepStrictEqual([error.exitCode, error.expected === undefined], [1, false])
        assert.isBelow(error.message.length, 600)
      }
    })))

  it.live("is refused where a weight is no number", () =>
    run(Effect.gen(function*() {
      const { folder, fs } = yield* saved
      const text = yield* fs.readFileString(`${folder}/model.json`)
      const bytes = new Uint8Array(yield* fs.readFile(`${folder}/weights.bin`))
      for (const value of [NaN, Infinity]) {
        new Float32Array(bytes.buffer)[1] = value
        const digest = yield* Effect.promise(() => crypto.subtle.digest("SHA-256", bytes))
        const sha256 = Buffer.from(digest).toString("hex")
        yield* fs.writeFile(`${folder}/weights.bin`, bytes)
        yield* fs.writeFileString(`${folder}/model.json`, JSON.stringify({ ...JSON.parse(text), sha256 }))
        assert.match((yield* Effect.flip(load(folder))).message, new RegExp(`number 1 of the weight ".*" is ${value};`))
      }
    })))
})
