/**
 * Models in folders: `weights.bin` (single precision, little-endian, one weight after the other) and `model.json`, which
 * holds the network and tfjs's weights manifest, so that tfjs's own reader takes it too.
 */
import * as Quote from "@marginalia/core/Quote"
import * as tf from "@tensorflow/tfjs-core"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import type { Built } from "../network/build.ts"
import { sizeOf } from "../network/layer/Layer.ts"
import { Network } from "../network/spec.ts"
import { builtOf, checkNormalization, Misfit, numbersOf } from "./check.ts"
import { ModelFileError, type ModelFileFault } from "./file-error.ts"
import { type Model, scoped } from "./Model.ts"

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

const failure = (path: string, reason: "Unwritable" | "Missing", problem: string) => (cause: unknown): ModelFileError =>
  new ModelFileError({ path, problem, reason, cause })

const malformed = (path: string, problem: string, fault: ModelFileFault): ModelFileError =>
  new ModelFileError({ path, problem: `${problem}; train and save it again`, ...fault })

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
    Effect.mapError(failure(folder, "Unwritable", "the model cannot be written here"))
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
  const none = Effect.mapError(failure(file, "Missing", "there is no model here"))
  const { size } = yield* fs.stat(file).pipe(none)
  const value = Number(size)
  if (value > LARGEST_MANIFEST) {
    const problem = `${Quote.bytes(value)} are no manifest of a model`
    return yield* malformed(file, problem, { reason: "TooLarge", value, expected: LARGEST_MANIFEST })
  }
  const text = yield* fs.readFileString(file).pipe(none)
  const manifest = yield* Schema.decodeEffect(ManifestText)(text).pipe(
    Effect.mapError((cause) => {
      const fault = { reason: "Format", expected: "the manifest of a model", cause } as const
      return malformed(file, "this is no manifest of a model", fault)
    })
  )
  const [paths = []] = manifest.weightsManifest.map((entry) => entry.paths)
  if (manifest.weightsManifest.length === 1 && paths.length === 1 && paths[0] === WEIGHTS) return manifest
  const all = manifest.weightsManifest.flatMap((entry) => entry.paths), named = Quote.list(all) || "no file"
  const problem = `its weights are in ${named}, not in ${WEIGHTS} beside it`
  return yield* malformed(file, problem, { reason: "Mismatch", value: all, expected: WEIGHTS })
})

/** What a thrown problem of a manifest or of weights is about. */
const checking = <A>(path: string, body: () => A): Effect.Effect<A, ModelFileError> =>
  Effect.try({
    try: body,
    catch: (cause) => {
      if (cause instanceof Misfit) return malformed(path, cause.message, cause.fault)
      const expected = "a network that can be built"
      return malformed(path, Quote.thrown(cause), { reason: "Format", expected, cause })
    }
  })

/**
 * Reads what {@link save} wrote. Fails with {@link ModelFileError} where there is no model, and where
 * the manifest is none, names files elsewhere, or does not fit the weights; where a weight is no finite number; and
 * where the normalization divides by 0 or does not fit the input. Freed with the scope.
 *
 * `folder` is the model's.
 */
export const load = Effect.fn("Model.load")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, path = yield* Path.Path
  const file = path.join(folder, MANIFEST), data = path.join(folder, WEIGHTS)
  const manifest = yield* readManifest(file)
  const { size } = yield* fs.stat(data).pipe(Effect.mapError(failure(data, "Missing", "the weights are missing")))
  const [entry] = manifest.weightsManifest
  const built = yield* checking(file, () => builtOf(manifest, entry!.weights, Number(size)))
  const bytes = new Uint8Array(
    yield* fs.readFile(data).pipe(Effect.mapError(failure(data, "Missing", "the weights are missing")))
  )
  const found = yield* sha256(bytes)
  if (found !== manifest.sha256) {
    const problem = `sha256 ${found} instead of ${Quote.value(manifest.sha256)}; the file was changed`
    return yield* malformed(data, problem, { reason: "Mismatch", value: found, expected: manifest.sha256 })
  }
  const values = yield* checking(data, () => numbersOf(bytes, built.weights))
  yield* checking(file, () => checkNormalization(manifest.normalization, built.input))
  return yield* scoped(built, manifest.normalization, () => tensors(built, values))
})
