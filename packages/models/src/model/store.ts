/**
 * Models in folders: `weights.bin` (single precision, little-endian, one weight after the other) and `model.json`, which
 * holds the network and tfjs's weights manifest, so that tfjs's own reader takes it too.
 */
import * as Quote from "@marginalia/core/Quote"
import * as tf from "@tensorflow/tfjs-core"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import type { Built } from "../network/build.ts"
import { sizeOf } from "../network/layer/Layer.ts"
import { Network } from "../network/spec.ts"
import { builtOf, numbersOf, problemOfNormalization } from "./check.ts"
import { type Model, scoped } from "./Model.ts"

/** A model's folder cannot be read or written, or is not what was saved. */
export class ModelFileError extends Data.TaggedError("ModelFileError")<{
  readonly path: string
  readonly problem: string
  /** Whether the files are there and hold what no model has; else they are missing, or the disk is in the way. */
  readonly isMalformed?: boolean
  readonly cause?: unknown
}> {
  /** A model that is there and is none is the user's input; one that is missing is of the world. */
  get exitCode(): number {
    return this.isMalformed === true ? 1 : 2
  }
  override get message(): string {
    return Quote.message(`${this.path}: ${this.problem}`)
  }
}

const Numbers = Schema.Array(Schema.Finite)

const WeightEntry = Schema.Struct({
  name: Schema.String,
  shape: Schema.Array(Schema.Natural),
  dtype: Schema.Literal("float32")
})

/** What `model.json` holds. */
export const Manifest = Schema.Struct({
  format: Schema.Literal("marginalia-model"),
  version: Schema.Literal(1),
  network: Network,
  input: Schema.Array(Schema.Natural),
  classes: Schema.Natural,
  normalization: Schema.optionalKey(Schema.Struct({ scale: Schema.Finite, mean: Numbers, std: Numbers })),
  sha256: Schema.String,
  weightsManifest: Schema.Array(
    Schema.Struct({ paths: Schema.Array(Schema.String), weights: Schema.Array(WeightEntry) })
  )
})

const ManifestText = Schema.fromJsonString(Manifest)

const WEIGHTS = "weights.bin"
const MANIFEST = "model.json"

const sha256 = (bytes: Uint8Array<ArrayBuffer>): Effect.Effect<string> =>
  Effect.promise(() => crypto.subtle.digest("SHA-256", bytes)).pipe(
    Effect.map((digest) => Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join(""))
  )

const failure = (path: string, problem: string) => (cause: unknown): ModelFileError =>
  new ModelFileError({ path, problem, cause })

const malformed = (path: string, problem: string, cause?: unknown): ModelFileError =>
  new ModelFileError({ path, problem: `${problem}; train and save it again`, isMalformed: true, cause })

/** A network with its numbers: what is written, whatever holds them. */
export interface Numbers {
  /** The network. */
  readonly built: Built
  /** By what pixels were normalized. Default not at all. */
  readonly normalization?: Model["normalization"]
  /** The numbers of each weight, by name; as many as its shape says. */
  readonly values: ReadonlyMap<string, ArrayLike<number>>
}

const bytesOf = ({ built: { weights }, values }: Numbers): Uint8Array<ArrayBuffer> => {
  const out = new Float32Array(weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0))
  let at = 0
  for (const { name, shape } of weights) {
    const found = values.get(name), size = sizeOf(shape)
    if (found?.length !== size) {
      throw new RangeError(`the weight ${name} has ${found?.length ?? "no"} numbers, not ${size}`)
    }
    out.set(found, at)
    at += size
  }
  return new Uint8Array(out.buffer)
}

/**
 * Writes a network whose `numbers` came from elsewhere into a folder, as {@link save} does: for models that were fitted without
 * tensors. Throws a `RangeError` where a weight is missing, or has another size. Fails with {@link ModelFileError} where it
 * cannot be written.
 */
export const saveNumbers = Effect.fn("Model.saveNumbers")(function*(numbers: Numbers, folder: string) {
  const fs = yield* FileSystem.FileSystem, path = yield* Path.Path
  const { built, normalization } = numbers
  const bytes = bytesOf(numbers)
  const weights = built.weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" as const }))
  const text = yield* Schema.encodeEffect(ManifestText)({
    format: "marginalia-model",
    version: 1,
    network: built.spec,
    input: built.input,
    classes: built.classes,
    ...(normalization && { normalization }),
    sha256: yield* sha256(bytes),
    weightsManifest: [{ paths: [WEIGHTS], weights }]
  }).pipe(Effect.orDie)
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(
    Effect.andThen(fs.writeFile(path.join(folder, WEIGHTS), bytes)),
    Effect.andThen(fs.writeFileString(path.join(folder, MANIFEST), text)),
    Effect.mapError(failure(folder, "the model cannot be written here"))
  )
})

/**
 * Writes a model into a folder, which is made where it is missing. The manifest comes last.
 *
 * Fails with {@link ModelFileError} where it cannot be written.
 */
export const save = Effect.fn("Model.save")(function*({ built, normalization, weights }: Model, folder: string) {
  const read = async ([name, tensor]: readonly [string, tf.Tensor]) => [name, await tensor.data()] as const
  const values = new Map(yield* Effect.promise(() => Promise.all(Array.from(weights, read))))
  yield* saveNumbers({ built, normalization, values }, folder)
})

const tensors = (model: Built, values: Float32Array): Map<string, tf.Tensor> => {
  let at = 0
  return new Map(model.weights.map(({ name, shape }) => {
    const part = values.slice(at, at += sizeOf(shape))
    return [name, tf.tensor(part, [...shape])]
  }))
}

/** More than any manifest has: names and shapes of some thousand weights. */
const LARGEST_MANIFEST = 64e6

const readManifest = Effect.fnUntraced(function*(file: string) {
  const fs = yield* FileSystem.FileSystem
  const none = Effect.mapError(failure(file, "there is no model here"))
  const { size } = yield* fs.stat(file).pipe(none)
  if (Number(size) > LARGEST_MANIFEST) {
    return yield* malformed(file, `${Quote.bytes(Number(size))} are no manifest of a model`)
  }
  const text = yield* fs.readFileString(file).pipe(none)
  const manifest = yield* Schema.decodeEffect(ManifestText)(text).pipe(
    Effect.mapError((cause) => malformed(file, "this is no manifest of a model", cause))
  )
  const [paths = []] = manifest.weightsManifest.map((entry) => entry.paths)
  if (manifest.weightsManifest.length === 1 && paths.length === 1 && paths[0] === WEIGHTS) return manifest
  const named = Quote.list(manifest.weightsManifest.flatMap((entry) => entry.paths))
  return yield* malformed(file, `its weights are in ${named || "no file"}, not in ${WEIGHTS} beside it`)
})

/** What a thrown problem of a manifest or of weights is about. */
const checking = <A>(path: string, body: () => A): Effect.Effect<A, ModelFileError> =>
  Effect.try({
    try: body,
    catch: (cause) => malformed(path, cause instanceof Error ? cause.message : String(cause), cause)
  })

/**
 * Reads what {@link save} wrote. Fails with {@link ModelFileError} where there is no model, and, `isMalformed`, where
 * the manifest is none, names files elsewhere, or does not fit the weights; where a weight is no finite number; and
 * where the normalization divides by 0 or does not fit the input. Freed with the scope.
 *
 * `folder` is the model's.
 */
export const load = Effect.fn("Model.load")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, path = yield* Path.Path
  const file = path.join(folder, MANIFEST), data = path.join(folder, WEIGHTS)
  const manifest = yield* readManifest(file)
  const { size } = yield* fs.stat(data).pipe(Effect.mapError(failure(data, "the weights are missing")))
  const [entry] = manifest.weightsManifest
  const built = yield* checking(file, () => builtOf(manifest, entry!.weights, Number(size)))
  const bytes = new Uint8Array(yield* fs.readFile(data).pipe(Effect.mapError(failure(data, "the weights are missing"))))
  const found = yield* sha256(bytes)
  if (found !== manifest.sha256) {
    return yield* malformed(data, `sha256 ${found} instead of ${Quote.value(manifest.sha256)}; the file was changed`)
  }
  const values = yield* checking(data, () => numbersOf(bytes, built.weights))
  const problem = problemOfNormalization(manifest.normalization, built.input)
  if (problem !== undefined) return yield* malformed(file, problem)
  return yield* scoped(built, manifest.normalization, () => tensors(built, values))
})
