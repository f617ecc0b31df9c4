import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { textModel, visionModel } from "../../test/onnx.ts"
import { isPresent } from "../../test/optional.ts"
import { encode } from "./Encoder.ts"
import { ofItems, ofTexts } from "./Source.ts"
import { imageEncoder, textEncoder } from "./transformers.ts"

/** A folder as the hub has them. */
const modelFolder = Effect.fnUntraced(function*(onnx: Uint8Array, files: { readonly [name: string]: unknown }) {
  const fs = yield* FileSystem.FileSystem, folder = `${yield* fs.makeTempDirectoryScoped()}/tiny`
  yield* fs.makeDirectory(`${folder}/onnx`, { recursive: true })
  yield* fs.writeFile(`${folder}/onnx/model.onnx`, onnx)
  for (const [name, value] of Object.entries(files)) {
    yield* fs.writeFileString(`${folder}/${name}`, JSON.stringify(value))
  }
  return folder
})

const words = ["[PAD]", "[UNK]", "a", "few", "words"]

const texts = modelFolder(textModel(words.length), {
  "config.json": { model_type: "bert" },
  "tokenizer_config.json": {
    tokenizer_class: "BertTokenizer",
    pad_token: "[PAD]",
    unk_token: "[UNK]",
    model_max_length: 8
  },
  "tokenizer.json": {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: "Whitespace" },
    post_processor: null,
    decoder: null,
    model: { type: "WordLevel", vocab: Object.fromEntries(words.map((word, i) => [word, i])), unk_token: "[UNK]" }
  }
})

const vision = modelFolder(visionModel(), {
  "config.json": { model_type: "vit" },
  "preprocessor_config.json": {
    image_processor_type: "ViTImageProcessor",
    do_resize: false,
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: [0, 0, 0.2],
    image_std: [1, 1, 1],
    size: { height: 1, width: 2 }
  }
})

const rounded = (data: Float32Array): ReadonlyArray<number> =>
  Array.from(data, (value) => Math.round(value * 1e4) / 1e4)

const present = await isPresent("@huggingface/transformers")

layer(NodeServices.layer)("transformers", (it) => {
  it.effect.skipIf(!present)(
    "turns texts into the mean of their tokens, or the first, with a model from a folder",
    () =>
      Effect.gen(function*() {
        const folder = yield* texts, source = ofTexts(["a few", "words", "unheard words"])
        const mean = yield* encode(yield* textEncoder(folder), source)
        assert.deepStrictEqual([mean.rows, mean.cols, rounded(mean.data)], [3, 2, [2.5, 6.5, 4, 16, 2.5, 8.5]])
        const first = yield* textEncoder(folder, { pooling: "cls" })
        assert.deepStrictEqual(rounded((yield* encode(first, source, { batch: 2 })).data), [2, 4, 4, 16, 1, 1])
        assert.notStrictEqual(first.hash, (yield* textEncoder(folder)).hash)
      }),
    30_000
  )

  it.effect.skipIf(!present)(
    "turns images into the first of their tokens, as the model's folder prepares them",
    () =>
      Effect.gen(function*() {
        const folder = yield* vision
        const items = {
          data: Uint8Array.of(255, 0, 51, 0, 255, 51, 0, 0, 0, 255, 255, 255),
          rows: 2,
          shape: [1, 2, 3] as const
        }
        const cls = yield* encode(yield* imageEncoder(folder), ofItems(items))
        assert.deepStrictEqual([cls.cols, rounded(cls.data)], [3, [1, 0, 0, 0, 0, -0.2]])
        const mean = yield* encode(yield* imageEncoder(folder, { pooling: "mean" }), ofItems(items))
        assert.deepStrictEqual(rounded(mean.data), [0.5, 0.5, 0, 0.5, 0.5, 0.3])
        const vectors = { data: new Float32Array(4), rows: 2, shape: [2] as const }
        assert.match((yield* Effect.flip(encode(yield* imageEncoder(folder), ofItems(vectors)))).message, /not vectors/)
      }),
    30_000
  )

  it.effect.skipIf(!present)(
    "fetches nothing unless it is asked to, and says what a folder lacks",
    () =>
      Effect.gen(function*() {
        assert.match(
          (yield* Effect.flip(textEncoder("somebody/some-model"))).message,
          /no such folder.*only with remote/
        )
        const empty = yield* Effect.flatMap(FileSystem.FileSystem, (fs) => fs.makeTempDirectoryScoped())
        assert.match((yield* Effect.flip(textEncoder(empty))).message, /^transformers\(.*\): .+/)
      }),
    30_000
  )

  it.effect.skipIf(present)("says how to get the package where it is not installed", () =>
    Effect.gen(function*() {
      const { message } = yield* Effect.flip(textEncoder("x"))
      assert.match(
        message,
        /@huggingface\/transformers is not installed; add it .*npm install @huggingface\/transformers@4\.3\.1/
      )
    }))
})
