/**
 * Models of the Hugging Face hub for texts and for images, run by the package @huggingface/transformers, which is
 * optional. Nothing is fetched unless it is asked for.
 */
import * as Message from "@marginalia/core/Message"
import * as Quote from "@marginalia/core/Quote"
import { hashData } from "@marginalia/datasets/hash"
import type { Items } from "@marginalia/datasets/items"
import { importOptional } from "@marginalia/datasets/optional"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type * as Scope from "effect/Scope"
import type { Encoder } from "./Encoder.ts"
import { EncoderError, type EncoderProblem } from "./errors.ts"
import { hashFile, missingPackage } from "./onnx.ts"
import { pooled, type Pooling } from "./pooling.ts"
import { revisions } from "./revision.ts"
import { slice } from "./Source.ts"

/** The part of @huggingface/transformers that is used. */
interface Library {
  readonly env: {
    allowRemoteModels: boolean
    allowLocalModels: boolean
    localModelPath: string
    readonly version: string
  }
  readonly RawImage: new(data: Uint8ClampedArray, width: number, height: number, channels: number) => object
  readonly pipeline: (task: Task, model: string, options: { readonly dtype: "fp32" }) => Promise<Extractor>
}

type Task = "feature-extraction" | "image-feature-extraction"

interface Extractor {
  (inputs: ReadonlyArray<string> | ReadonlyArray<object>, options?: { readonly pooling: Pooling }): Promise<{
    readonly data: Float32Array
    readonly dims: ReadonlyArray<number>
  }>
  readonly dispose: () => Promise<unknown>
}

/** Which model, and how tokens become a vector: by default the mean for texts, the first for images. */
export interface TransformersOptions {
  /** How tokens become a vector. Default: the mean for texts, the first for images. */
  readonly pooling?: Pooling | undefined
  /** Whether a model that is not here may be fetched from the hub; not by default. */
  readonly remote?: boolean
}

const NAME = "@huggingface/transformers"

const failure = (model: string) => (reason: EncoderProblem): EncoderError =>
  new EncoderError({ encoder: `transformers(${model})`, reason })

/** Every file of a local model; the id and the package's version for one of the hub. */
const hashOf = Effect.fnUntraced(function*(folder: string | undefined, model: string, version: string) {
  if (folder === undefined) return hashData({ model, version })
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const names = (yield* fs.readDirectory(folder, { recursive: true })).toSorted()
  const files = yield* Effect.forEach(names, (name) =>
    Effect.gen(function*() {
      const path = paths.join(folder, name)
      return (yield* fs.stat(path)).type === "File" ? [[name, yield* hashFile(path)]] : []
    }))
  return hashData({ files: files.flat(), version })
})

interface Loaded {
  readonly extractor: Extractor
  readonly library: Library
  readonly hash: string
}

const libraryOf = (model: string): Effect.Effect<Library, EncoderError> =>
  Effect.tryPromise({
    try: () => importOptional(NAME) as Promise<Library>,
    catch: (cause) => failure(model)(missingPackage(NAME, "4.3.1", cause))
  })

/**
 * Whether a `model` could begin: fails with `EncoderError` where the package is not installed. For callers who have much to read
 * before it does.
 */
export const checkTransformers = (model: string): Effect.Effect<void, EncoderError> => Effect.asVoid(libraryOf(model))

const load = Effect.fnUntraced(function*(
  task: Task,
  model: string,
  { remote = false }: TransformersOptions
): Effect.fn.Return<Loaded, EncoderError, FileSystem.FileSystem | Path.Path | Scope.Scope> {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path, fail = failure(model)
  const library = yield* libraryOf(model)
  const isFolder = yield* fs.stat(model).pipe(
    Effect.map(({ type }) => type === "Directory"),
    Effect.orElseSucceed(() => false)
  )
  const folder = isFolder ? paths.resolve(model) : undefined
  if (folder === undefined && !remote) {
    const remote = Message.setting("remote", { value: true })
    const problem = Message.text`there is no such folder, and models of the hub are fetched only with ${remote}`
    return yield* fail({ _tag: "BadModel", path: model, problem, fault: "Missing", setting: "remote" })
  }
  const bad = (cause: unknown) =>
    fail({ _tag: "BadModel", path: model, problem: Quote.thrown(cause), fault: "Format", expected: task, cause })
  const extractor = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => {
        library.env.allowRemoteModels = folder === undefined
        library.env.allowLocalModels = true
        if (folder !== undefined) library.env.localModelPath = paths.dirname(folder)
        return library.pipeline(task, folder === undefined ? model : paths.basename(folder), { dtype: "fp32" })
      },
      catch: bad
    }),
    (made) => Effect.promise(() => made.dispose())
  )
  const hash = yield* hashOf(folder, model, library.env.version).pipe(Effect.mapError(bad))
  return { extractor, library, hash }
})

const refused = (model: string) => (cause: unknown): EncoderError =>
  failure(model)({ _tag: "Refused", problem: `the model refuses its input: ${Quote.thrown(cause)}`, cause })

/**
 * A text model as an encoder: a model's id, or the path of a folder that holds it. Lives as long as the scope.
 *
 * By default of `options`, nothing is fetched. Fails with `EncoderError` where the package or the model is missing.
 */
export const textEncoder = Effect.fn("textEncoder")(function*(model: string, options: TransformersOptions = {}) {
  const { pooling = "mean" } = options
  const { extractor, hash } = yield* load("feature-extraction", model, options)
  const encode: Encoder<ReadonlyArray<string>>["encode"] = (texts) =>
    Effect.tryPromise({ try: () => extractor(texts, { pooling }), catch: refused(model) }).pipe(
      Effect.uninterruptible,
      Effect.map(({ data, dims: [rows = 0, cols = 0] }) => ({ data: Float32Array.from(data), rows, cols }))
    )
  const encoder: Encoder<ReadonlyArray<string>> = {
    name: `transformers(${model})`,
    hash: hashData({ transformers: revisions.transformers, task: "texts", model: hash, pooling }),
    batch: 32,
    encode
  }
  return encoder
})

const bytesOf = ({ data, normalization }: Items): Uint8ClampedArray =>
  data instanceof Uint8Array
    ? Uint8ClampedArray.from(data)
    : Uint8ClampedArray.from(data, (value) => value * 255 / (normalization?.scale ?? 1))

/**
 * An image model as an encoder, with the preprocessing that the model describes. Lives as long as the scope.
 *
 * By default of `options`, nothing is fetched. Fails with `EncoderError` where the package or the model is missing.
 */
export const imageEncoder = Effect.fn("imageEncoder")(function*(model: string, options: TransformersOptions = {}) {
  const { pooling = "cls" } = options
  const { extractor, hash, library: { RawImage } } = yield* load("image-feature-extraction", model, options)
  const fail = failure(model)
  const encode: Encoder<Items>["encode"] = Effect.fnUntraced(function*(items) {
    const [tall, wide, channels] = items.shape
    if (wide === undefined || channels === undefined) {
      const problem = "the model takes images, not vectors"
      return yield* fail({ _tag: "Unfit", problem, value: items.shape, expected: "height × width × channels" })
    }
    const images = Array.from(
      { length: items.rows },
      (_, row) => new RawImage(bytesOf(slice(items, row, row + 1)), wide, tall, channels)
    )
    const given = yield* Effect.tryPromise({ try: () => extractor(images), catch: refused(model) }).pipe(
      Effect.uninterruptible
    )
    const matrix = pooled({ data: Float32Array.from(given.data), dims: given.dims }, pooling)
    return "problem" in matrix ? yield* fail({ _tag: "Unfit", ...matrix }) : matrix
  })
  const encoder: Encoder<Items> = {
    name: `transformers(${model})`,
    hash: hashData({ transformers: revisions.transformers, task: "images", model: hash, pooling }),
    batch: 16,
    encode
  }
  return encoder
})
