/**
 * The best encoder that is here, and what a better one would be.
 */
import * as Spec from "@marginalia/core/Spec"
import { importOptional } from "@marginalia/datasets/optional"
import { variable } from "@marginalia/datasets/variable"
import { cacheFolder } from "@marginalia/models/encoders"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"

/** What `auto` comes to. */
export interface Best {
  /** As an encoder is written; undefined: none is here that is better than what needs none. */
  readonly text: string | undefined
  readonly advice: string | undefined
}

const has = (name: string): Effect.Effect<boolean> =>
  Effect.promise(() => importOptional(name).then(() => true, () => false))

const named = (name: string, key: string, path: string): string =>
  Spec.print(Spec.make(name, { [key]: path }, { positional: [key], defaults: {} }))

/** Where models are kept that `auto` may take: `encoders` in the folder for embeddings. */
export const modelFolder = Effect.gen(function*() {
  const paths = yield* Path.Path
  return paths.join(yield* cacheFolder, "encoders")
})

/** Models in the folder, by name: ONNX files with a description beside them, and folders of transformers. */
const modelsIn = Effect.fnUntraced(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const names = (yield* fs.readDirectory(folder).pipe(Effect.orElseSucceed((): Array<string> => []))).toSorted()
  const exists = (path: string) => Effect.orElseSucceed(fs.exists(path), () => false)
  const onnx = names.filter((name) => name.endsWith(".onnx") && names.includes(name.replace(/\.onnx$/, ".json")))
  const transformers = yield* Effect.filter(names, (name) => exists(paths.join(folder, name, "config.json")))
  const isText = (name: string) =>
    fs.readFileString(paths.join(folder, name, "config.json")).pipe(
      Effect.map((text) => !/"(?:image_size|num_channels)"/.test(text)),
      Effect.orElseSucceed(() => false)
    )
  const texts = yield* Effect.filter(transformers, isText)
  return { onnx, texts, images: transformers.filter((name) => !texts.includes(name)) }
})

const better = {
  image: (folder: string) =>
    "pixels and their principal components tell colors and shapes, not things; a network does: put MODEL.onnx with MODEL.json " +
    `(marginalia encoders makes them) into ${folder}, with onnxruntime-node, or name an encoder`,
  text: (folder: string) =>
    "words are counted, not understood; a model does better: put one of the Hugging Face hub's for sentences into " +
    `${folder}, with @huggingface/transformers, or name an encoder`
}

/**
 * The encoder for images or texts where none is named: what MARGINALIA_ENCODER says; else, of the models in {@link modelFolder}
 * whose package is installed, the first by name, ONNX files before folders of transformers; else none.
 */
export const bestEncoder = Effect.fn("studio.bestEncoder")(function*(kind: "image" | "text") {
  const paths = yield* Path.Path
  const own = yield* variable("MARGINALIA_ENCODER")
  if (own !== undefined) return { text: own, advice: undefined } satisfies Best as Best
  const folder = yield* modelFolder
  const { images, onnx, texts } = yield* modelsIn(folder)
  if (kind === "image" && onnx[0] !== undefined && (yield* has("onnxruntime-node"))) {
    return { text: named("onnx", "file", paths.join(folder, onnx[0])), advice: undefined } satisfies Best as Best
  }
  const [model] = kind === "image" ? images : texts
  if (model !== undefined && (yield* has("@huggingface/transformers"))) {
    return { text: named("transformers", "model", paths.join(folder, model)), advice: undefined } satisfies Best as Best
  }
  return { text: undefined, advice: better[kind](folder) } satisfies Best as Best
})
