/**
 * The data set that ships with Marginalia: small handwritten digits, for a first run, for examples and for tests.
 */
import type { Matrix } from "@marginalia/core"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { createRequire } from "node:module"

const COUNT = 1797
const PIXELS = 64

/** The files of the data set and the sha256 of their bytes (also in `data/README.md`). */
const files = {
  pool: { name: "digits.npy", sha256: "06622382efae4888481a982e2eb3ac77ac3e5b64ef0da69168b7943041fbebe0" },
  labels: { name: "digits-labels.csv", sha256: "93d79188845e2e37fa456297b901a8eed906c7339a7efc9f68a9f65a7a2bf50e" }
} as const

/** Why a data set could not be had: its file is not there, or is not the file that was published. */
export type DataProblem =
  | { readonly _tag: "Unreadable"; readonly path: string; readonly cause: unknown }
  | { readonly _tag: "Changed"; readonly path: string; readonly expected: string; readonly found: string }

/** A data set's files are missing, unreadable or changed. */
export class DataError extends Data.TaggedError("DataError")<{ readonly reason: DataProblem }> {
  readonly exitCode = 2
  override get message(): string {
    const { reason } = this
    return reason._tag === "Unreadable"
      ? `${reason.path}: this file of the data set cannot be read; install @marginalia/datasets again`
      : `${reason.path}: sha256 ${reason.found} instead of ${reason.expected}; the file was changed, install @marginalia/datasets again`
  }
}

/** Labeled items that ship with the package. */
export interface LabeledData {
  /** One item a row. */
  readonly pool: Matrix.Matrix
  /** The class of each item, an index into `classNames`. */
  readonly labels: Int32Array
  /** The name of each class, by its number. */
  readonly classNames: ReadonlyArray<string>
  /** Height and width of the image that a row holds, in pixels. */
  readonly imageSize: readonly [height: number, width: number]
}

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("")

/**
 * Where a file of the package lies: `src/digits.ts` and `dist/digits.js` lie equally deep, so one relative address serves both;
 * from a bundle it is found in the package.
 */
const pathOf = Effect.fnUntraced(function*(name: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const url = new URL(`../data/${name}`, import.meta.url)
  const unreadable = (cause: unknown) => new DataError({ reason: { _tag: "Unreadable", path: url.pathname, cause } })
  const path = yield* paths.fromFileUrl(url).pipe(Effect.mapError(unreadable))
  if (yield* Effect.orElseSucceed(fs.exists(path), () => false)) return path
  const home = yield* Effect.try({
    try: () => paths.dirname(createRequire(import.meta.url).resolve("@marginalia/datasets/package.json")),
    catch: unreadable
  })
  return paths.join(home, "data", name)
})

/** Reads one file of the package and checks that it is the one that was published. */
const readChecked = Effect.fnUntraced(function*(file: { readonly name: string; readonly sha256: string }) {
  const fs = yield* FileSystem.FileSystem
  const path = yield* pathOf(file.name)
  const unreadable = (cause: unknown) => new DataError({ reason: { _tag: "Unreadable", path, cause } })
  const bytes = new Uint8Array(yield* fs.readFile(path).pipe(Effect.mapError(unreadable)))
  const found = hex(yield* Effect.promise(() => crypto.subtle.digest("SHA-256", bytes)))
  if (found === file.sha256) return bytes
  return yield* new DataError({ reason: { _tag: "Changed", path, expected: file.sha256, found } })
})

/** The pixels are the last bytes of the file, whose header the hash has vouched for. */
const toPool = (npy: Uint8Array): Matrix.Matrix => ({
  data: Float32Array.from(npy.subarray(npy.length - COUNT * PIXELS)),
  rows: COUNT,
  cols: PIXELS
})

const toLabels = (csv: Uint8Array): Int32Array =>
  Int32Array.from(
    new TextDecoder().decode(csv).trimEnd().split("\n").slice(1),
    (line) => Number(line.slice(line.indexOf(",") + 1))
  )

/**
 * Some real items to choose from: the 1,797 handwritten digits of UCI's test set (Alpaydin & Kaynak 1998, CC BY 4.0).
 *
 * `pool` is 1797 × 64: gray levels 0 to 16 of an 8 × 8 image, row by row from the top left, neither scaled nor centered.
 * `labels` are the digits, so class `c` is named `String(c)`; every class has 174 to 183 images. Item ids are the row
 * numbers. Fails with {@link DataError} when a file is missing or its sha256 differs.
 */
export const digits: Effect.Effect<LabeledData, DataError, FileSystem.FileSystem | Path.Path> = Effect.gen(function*() {
  const [npy, csv] = yield* Effect.all([readChecked(files.pool), readChecked(files.labels)])
  return {
    pool: toPool(npy),
    labels: toLabels(csv),
    classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
    imageSize: [8, 8] as const
  }
}).pipe(Effect.withSpan("digits"))

/** {@link digits} as a promise, for Node without Effect. Rejects with {@link DataError}. */
export const loadDigits = async (): Promise<LabeledData> => {
  const { layer } = await import("@effect/platform-node/NodeServices")
  return Effect.runPromise(Effect.provide(digits, layer))
}
