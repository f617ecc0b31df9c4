import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { Notices } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { fixedModel, imageModel, twoInputs, vectorModel } from "../../test/onnx.ts"
import { isPresent } from "../../test/optional.ts"
import { encode } from "./Encoder.ts"
import { onnxEncoder, type OnnxOptions, readPreprocess } from "./onnx.ts"
import { preprocess } from "./preprocess.ts"
import { ofItems } from "./Source.ts"

const images = {
  data: Uint8Array.of(255, 0, 51, 0, 255, 51, 0, 0, 0, 255, 255, 255),
  rows: 2,
  shape: [1, 2, 3] as const
}
const vectors = { data: Float32Array.of(1, -2, 3, 4), rows: 2, shape: [2] as const }

const put = Effect.fnUntraced(function*(bytes: Uint8Array | string, name: string = "encoder.onnx") {
  const fs = yield* FileSystem.FileSystem, path = `${yield* fs.makeTempDirectoryScoped()}/${name}`
  yield* fs.writeFile(path, typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes)
  return path
})

const rounded = (data: Float32Array): ReadonlyArray<number> =>
  Array.from(data, (value) => Math.round(value * 1e4) / 1e4)

const present = await isPresent("onnxruntime-node")

layer(NodeServices.layer)("onnxEncoder", (it) => {
  it.effect.skipIf(!present)(
    "runs a model on images, with the preprocessing that is described",
    () =>
      Effect.gen(function*() {
        const path = yield* put(imageModel())
        const ask = (options: OnnxOptions) =>
          Effect.scoped(
            Effect.flatMap(onnxEncoder(path, options), (encoder) => encode(encoder, ofItems(images), { batch: 1 }))
          )
        const embedding = yield* ask({ output: "embedding" })
        assert.deepStrictEqual([embedding.cols, rounded(embedding.data)], [2, [0.7, 0.7, 1, 1]])
        const normal = yield* ask({ preprocess: preprocess({ mean: [0.5], std: [0.5], output: "embedding" }) })
        assert.deepStrictEqual(rounded(normal.data), [-0.6, -0.6, 0, 0])
        const cls = yield* ask({ preprocess: preprocess({ output: "tokens" }), pooling: "cls" })
        assert.deepStrictEqual([cls.cols, rounded(cls.data)], [3, [1, 0, 0.2, 0, 0, 0]])
        const mean = yield* ask({ preprocess: preprocess({ output: "tokens", pooling: "mean" }) })
        assert.deepStrictEqual(rounded(mean.data), [0.5, 0.5, 0.2, 0.5, 0.5, 0.5])
        const places = yield* ask({ preprocess: preprocess({ output: "means" }) })
        assert.deepStrictEqual(rounded(places.data), [0.5, 0.5, 0.2, 0.5, 0.5, 0.5])
      })
  )

  it.effect.skipIf(!present)(
    "runs a model on vectors; its hash is of its bytes and its description",
    () =>
      Effect.gen(function*() {
        const one = yield* onnxEncoder(yield* put(vectorModel())), same = yield* onnxEncoder(yield* put(vectorModel()))
        assert.deepStrictEqual([...(yield* encode(one, ofItems(vectors))).data], [2, -4, 6, 8])
        assert.strictEqual(same.hash, one.hash)
        const other = yield* onnxEncoder(yield* put(vectorModel()), { preprocess: preprocess({ scale: 2 }) })
        assert.notStrictEqual(other.hash, one.hash)
        assert.deepStrictEqual([...(yield* encode(other, ofItems(vectors))).data], [1, -2, 3, 4])
      })
  )

  it.effect.skipIf(!present)(
    "takes the size of the batch from a model that has one, whatever is asked for",
    () =>
      Effect.gen(function*() {
        const items = { data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), rows: 5, shape: [2] as const }
        const encoder = yield* onnxEncoder(yield* put(fixedModel(2)))
        assert.strictEqual(encoder.batch, 2)
        for (const batch of [1, 2, 3, 5]) {
          const { data } = yield* encode(encoder, ofItems(items), { batch })
          assert.deepStrictEqual([...data], [2, 4, 6, 8, 10, 12, 14, 16, 18, 20])
        }
        const wide = { data: new Float32Array(3), rows: 1, shape: [3] as const }
        const error = yield* Effect.flip(encode(encoder, ofItems(wide)))
        assert.match(error.message, /it takes items of 2, and these are 3/)
      })
  )

  it.effect.skipIf(!present)("says what does not fit", () =>
    Effect.gen(function*() {
      const open = (bytes: Uint8Array | string, options?: OnnxOptions) =>
        Effect.flatMap(put(bytes), (path) => onnxEncoder(path, options))
      const message = <A, R>(effect: Effect.Effect<A, { readonly message: string }, R>) =>
        Effect.map(Effect.flip(effect), (error) => error.message)
      assert.match(yield* message(open("no model")), /encoder\.onnx\): this is no model that runs here/)
      assert.match(
        yield* message(open(imageModel())),
        /it has 3 outputs \(embedding, tokens, means\): name one by `output`/
      )
      assert.match(yield* message(open(twoInputs())), /it has 2 inputs \(a, b\): name one/)
      const absent = { preprocess: preprocess({ output: "z" }) }
      assert.match(yield* message(open(vectorModel(), absent)), /no output "z"; it has y/)
      const wide = { data: new Float32Array(3), rows: 1, shape: [3] as const }
      const encoder = yield* open(vectorModel())
      assert.match(yield* message(encode(encoder, ofItems(wide))), /it takes items of 2, and these are 3/)
      const tokens = yield* open(imageModel(), { preprocess: preprocess({ output: "tokens" }) })
      assert.match(yield* message(encode(tokens, ofItems(images))), /choose pooling/)
      assert.match(yield* message(onnxEncoder("/nowhere/x.onnx")), /^onnx:\/nowhere\/x\.onnx: this file cannot be read/)
    }))

  it.effect.skipIf(present)("says how to get the package where it is not installed", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(onnxEncoder(yield* put(vectorModel())))
      assert.strictEqual(error.reason._tag, "MissingPackage")
      assert.match(error.message, /onnxruntime-node is not installed; add it .*npm install onnxruntime-node@1\.30\.0/)
    }))
})

layer(NodeServices.layer)("readPreprocess", (it) => {
  it.effect("reads the description beside the model, or another; without one the defaults", () =>
    Effect.gen(function*() {
      const beside = yield* put("{ \"resize\": 256, \"crop\": 224, \"pooling\": \"cls\" }", "encoder.json")
      const found = yield* readPreprocess(beside.replace(".json", ".onnx"))
      assert.deepStrictEqual(found, preprocess({ resize: 256, crop: 224, pooling: "cls" }))
      assert.deepStrictEqual(yield* readPreprocess("/elsewhere/x.onnx", beside), found)
      const said: Array<string> = []
      const none = readPreprocess("/elsewhere/x.onnx").pipe(
        Effect.provideService(Notices, { say: (line) => Effect.sync(() => void said.push(line)) })
      )
      assert.deepStrictEqual(yield* none, preprocess())
      assert.match(said.join(), /no \/elsewhere\/x\.json says .* values go from 0 to 1 without mean and std/)
    }))

  it.effect("says what a description lacks", () =>
    Effect.gen(function*() {
      for (const text of ["{", "{ \"crop\": \"big\" }", "{ \"croop\": 224 }", "[]"]) {
        const path = yield* put(text, "d.json")
        const { message } = yield* Effect.flip(readPreprocess("x.onnx", path))
        assert.match(message, /d\.json: this is no description/)
      }
      assert.match((yield* Effect.flip(readPreprocess("x.onnx", "/nowhere.json"))).message, /cannot be read/)
    }))
})
