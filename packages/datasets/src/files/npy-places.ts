/**
 * The files that a pool lies in: one, those of a folder, or those that a pattern names. Tested in npy-tiles.test.ts and decoded-tiles.test.ts.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { FileProblem, InvalidInput, toFileProblem } from "./errors.ts"

const PATTERN = /[*?]/

/** What a pattern of a name matches: `*` is any characters, `?` is one. */
const matcherOf = (pattern: string): RegExp => {
  const parts = Array.from(
    pattern,
    (one) => one === "*" ? ".*" : one === "?" ? "." : one.replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
  )
  return new RegExp(`^${parts.join("")}$`, "su")
}

/** In the order of their characters, the same on every machine. */
const inOrder = (names: ReadonlyArray<string>): Array<string> => names.toSorted((a, b) => a < b ? -1 : a > b ? 1 : 0)

/** A format of which a part can be read at a time. */
export type TiledFormat = "npy" | "parquet"

const ENDS: { readonly [format in TiledFormat]: RegExp } = { npy: /\.npy$/, parquet: /\.parquet$/i }

const NAMES: { readonly [format in TiledFormat]: string } = { npy: ".npy", parquet: "Parquet" }

const namesOf = (formats: ReadonlyArray<TiledFormat>): string => formats.map((format) => NAMES[format]).join(" or ")

const none = (path: string, formats: ReadonlyArray<TiledFormat>): InvalidInput =>
  new InvalidInput({
    path,
    problem: `no ${namesOf(formats)} file is there`,
    hint: "name one, a folder of them, or a pattern such as \"part-*.npy\"",
    reason: "Missing",
    expected: "an .npy file"
  })

const other = (path: string, extension: string, formats: ReadonlyArray<TiledFormat>): InvalidInput =>
  new InvalidInput({
    path,
    problem: `it is no ${namesOf(formats)} file, of which alone a part can be read at a time`,
    hint: "write its vectors into an .npy file, as the encoder raw does, or read it into memory",
    reason: "Unsupported",
    value: extension
  })

const mixed = (path: string, npy: string, parquet: string): InvalidInput =>
  new InvalidInput({
    path,
    problem: `there are .npy files and Parquet files (${npy}, ${parquet}), and a pool is of one kind`,
    hint: "name those of one kind by a pattern, such as \"part-*.npy\" or \"part-*.parquet\"",
    reason: "Mismatch",
    value: parquet,
    expected: "files of one kind"
  })

/** The files of a pool that end as one of the formats does, in the order of their names. */
const found = Effect.fnUntraced(function*(pool: string, formats: ReadonlyArray<TiledFormat>) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const isOf = (name: string) => formats.some((format) => ENDS[format].test(name))
  const there = yield* fs.exists(pool).pipe(Effect.mapError(toFileProblem(pool)))
  if (!there && !PATTERN.test(paths.basename(pool))) {
    return yield* new FileProblem({
      path: pool,
      problem: "no such file or folder",
      hint: "check the path",
      reason: "NotFound"
    })
  }
  const isFolder = there && (yield* fs.stat(pool).pipe(Effect.mapError(toFileProblem(pool)))).type === "Directory"
  if (there && !isFolder) return isOf(pool) ? [pool] : yield* other(pool, paths.extname(pool), formats)
  const folder = isFolder ? pool : paths.dirname(pool), wanted = isFolder ? /./su : matcherOf(paths.basename(pool))
  const names = yield* fs.readDirectory(folder).pipe(Effect.mapError(toFileProblem(folder)))
  const all = inOrder(names.filter((name) => wanted.test(name) && isOf(name)))
  return all.length === 0 ? yield* none(pool, formats) : all.map((name) => paths.join(folder, name))
})

/**
 * The files of a pool, in the order of their rows: `pool.npy` itself, all `.npy` files of a folder, or those of a folder that
 * a pattern such as `part-*.npy` matches (`*` and `?`, in the last part of the path), in the order of their names' characters.
 *
 * Fails with `InvalidInput` where no file is there, or one has another extension, and with `FileProblem` where it cannot be looked at.
 */
export const npyFiles = Effect.fn("npyFiles")((pool: string) => found(pool, ["npy"]))

/** {@link npyFiles}, or Parquet files likewise, and which they are. Fails as that does, and with `InvalidInput` where there are both. */
export const poolFiles = Effect.fn("poolFiles")(function*(pool: string) {
  const paths = yield* found(pool, ["npy", "parquet"])
  const npy = paths.find((path) => ENDS.npy.test(path)), parquet = paths.find((path) => ENDS.parquet.test(path))
  if (npy !== undefined && parquet !== undefined) return yield* mixed(pool, npy, parquet)
  return { paths, format: npy === undefined ? "parquet" as const : "npy" as const }
})
