/**
 * Fitted encoders in folders: `encoder.bin` (double precision, little-endian, one array after the other) and `encoder.json`,
 * which says what they are.
 */
import type { InputShape } from "@marginalia/datasets/items"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { EncoderError, type Misfit, type ModelFault } from "./errors.ts"
import { type Fitted, fittedEncoder } from "./fitted.ts"

/** The names of the two files, and of a third that names the columns of the table that it was fitted to, where it was one. */
export const FITTED_FILES = { manifest: "encoder.json", numbers: "encoder.bin", columns: "columns.json" } as const

const Side = Schema.Int.check(Schema.isGreaterThan(0))
const Numbers = Schema.Array(Schema.Finite)

const Manifest = Schema.Struct({
  format: Schema.Literal("marginalia-encoder"),
  version: Schema.Literal(1),
  kind: Schema.Literals(["pca", "standardize"]),
  /** How many numbers it takes, and how many it gives. */
  width: Side,
  components: Side,
  shape: Schema.Union([Schema.Tuple([Side]), Schema.Tuple([Side, Side, Side])]),
  normalization: Schema.optionalKey(Schema.Struct({ scale: Schema.Finite, mean: Numbers, std: Numbers })),
  /** The encoder's, and that of the numbers' bytes. */
  hash: Schema.String,
  sha256: Schema.String
})
type Manifest = typeof Manifest.Type

const ManifestText = Schema.fromJsonString(Manifest)

const arraysOf = (fitted: Fitted): ReadonlyArray<Float64Array> => {
  if (fitted.kind === "standardize") return [fitted.learned.mean, fitted.learned.deviation]
  const { components, mean, share, variance } = fitted.learned
  return [mean, components.data, variance, share]
}

const sizesOf = ({ components, kind, width }: Manifest): ReadonlyArray<number> =>
  kind === "standardize" ? [width, width] : [width, components * width, components, components]

const joined = (arrays: ReadonlyArray<Float64Array>): Uint8Array => {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const array of arrays) {
    all.set(array, at)
    at += array.length
  }
  return new Uint8Array(all.buffer)
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

const bad = (path: string, problem: string, fault: ModelFault): EncoderError =>
  new EncoderError({ encoder: "fitted", reason: { _tag: "BadModel", path, problem, ...fault } })

/**
 * Writes a fitted encoder into a folder, which is made where it is missing; the manifest comes last.
 *
 * Fails with `EncoderError` where it cannot be written.
 */
export const saveFitted = Effect.fn("Encoder.saveFitted")(function*(fitted: Fitted, folder: string) {
  const fs = yield* FileSystem.FileSystem, path = yield* Path.Path
  const { input: { normalization, shape }, kind, learned } = fitted
  const bytes = joined(arraysOf(fitted)), width = learned.mean.length
  const manifest: Manifest = {
    format: "marginalia-encoder",
    version: 1,
    kind,
    width,
    components: fitted.kind === "pca" ? fitted.learned.components.rows : width,
    shape,
    ...(normalization === undefined ? {} : { normalization }),
    hash: fittedEncoder(fitted).hash,
    sha256: sha256(bytes)
  }
  yield* fs.makeDirectory(folder, { recursive: true }).pipe(
    Effect.andThen(fs.writeFile(path.join(folder, FITTED_FILES.numbers), bytes)),
    Effect.andThen(
      fs.writeFileString(path.join(folder, FITTED_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`)
    ),
    Effect.mapError((cause) =>
      bad(folder, `the encoder cannot be written here (${cause.message})`, { fault: "Unwritable", cause })
    )
  )
})

const split = (bytes: Uint8Array, sizes: ReadonlyArray<number>): ReadonlyArray<Float64Array> => {
  const all = new Float64Array(new Uint8Array(bytes).buffer)
  let at = 0
  return sizes.map((size) => all.subarray(at, at += size))
}

const learnedFrom = (manifest: Manifest, bytes: Uint8Array): Fitted => {
  const { components: rows, kind, normalization, shape, width: cols } = manifest
  const input = { shape: shape as InputShape, normalization }
  const [mean = new Float64Array(), second = new Float64Array(), variance = mean, share = mean] = split(
    bytes,
    sizesOf(manifest)
  )
  return kind === "standardize"
    ? { kind, input, learned: { mean, deviation: second } }
    : { kind, input, learned: { mean, components: { data: second, rows, cols }, variance, share } }
}

const misfit = (problem: string, value: unknown, expected: string | number) => ({ problem, value, expected })

const misfitOf = (manifest: Manifest, bytes: Uint8Array): Misfit & { readonly problem: string } | undefined => {
  const { sha256: expected, shape, width } = manifest, found = sha256(bytes)
  const size = 8 * sizesOf(manifest).reduce((sum, n) => sum + n, 0)
  if (bytes.length !== size) {
    return misfit(`it has ${bytes.length} bytes where the manifest says ${size}`, bytes.length, size)
  }
  if (found !== expected) {
    return misfit(`sha256 ${found} instead of ${expected}; the file was changed`, found, expected)
  }
  if (shape.reduce<number>((n, side) => n * side, 1) !== width) {
    return misfit(`items of ${shape.join(" × ")} are not ${width} numbers`, shape, width)
  }
  const odd = new Float64Array(new Uint8Array(bytes).buffer).find((value) => !Number.isFinite(value))
  return odd === undefined ? undefined : misfit("it holds what is no finite number", odd, "finite numbers")
}

const mismatch = ({ expected, value }: Pick<Misfit, "expected" | "value">): ModelFault => ({
  fault: "Mismatch",
  value,
  expected
})

/** No manifest is larger: a dozen lines. */
const LARGEST_MANIFEST = 1e6

/**
 * Reads what {@link saveFitted} wrote. Fails with `EncoderError`, reason `BadModel`, where no encoder is there, and
 * where manifest and numbers do not fit each other, or were changed.
 *
 * `folder` is the encoder's.
 */
export const loadFitted = Effect.fn("Encoder.loadFitted")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem, path = yield* Path.Path
  const file = path.join(folder, FITTED_FILES.manifest), data = path.join(folder, FITTED_FILES.numbers)
  const none = (at: string, problem: string) =>
    Effect.mapError((cause: unknown) => bad(at, problem, { fault: "Unreadable", cause }))
  const { size } = yield* fs.stat(file).pipe(none(file, "there is no fitted encoder here"))
  const form = { fault: "Format", expected: "the manifest of an encoder" } as const
  if (Number(size) > LARGEST_MANIFEST) return yield* bad(file, "this is no manifest of an encoder", form)
  const manifest = yield* fs.readFileString(file).pipe(
    Effect.flatMap(Schema.decodeEffect(ManifestText)),
    Effect.mapError((cause) =>
      bad(file, "this is no manifest of an encoder; embed again to make one", { ...form, cause })
    )
  )
  const bytes = yield* fs.readFile(data).pipe(none(data, "the encoder's numbers are missing"))
  const found = misfitOf(manifest, bytes)
  if (found !== undefined) return yield* bad(data, `${found.problem}; embed again`, mismatch(found))
  const fitted = learnedFrom(manifest, bytes), { hash } = fittedEncoder(fitted)
  if (hash === manifest.hash) return fitted
  const problem = "its hash is another than the encoder's; it was changed, or made by another version: embed again"
  return yield* bad(file, problem, mismatch({ value: manifest.hash, expected: hash }))
})
