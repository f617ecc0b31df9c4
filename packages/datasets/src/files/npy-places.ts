/**
 * The `.npy` files that a pool lies in: one, those of a folder, or those that a pattern names. Tested in npy-tiles.test.ts.
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

const none = (path: string): InvalidInput =>
  new InvalidInput({
    path,
    problem: "no .npy file is there",
    hint: "name one, a folder of them, or a pattern such as \"part-*.npy\"",
    reason: "Missing",
    expected: "an .npy file"
  })

const other = (path: string, extension: string): InvalidInput =>
  new InvalidInput({
    path,
    problem: "it is no .npy file, of which alone a part can be read at a time",
    hint: "write its vectors into one, as the encoder raw does, or read it into memory",
    reason: "Unsupported",
    value: extension
  })

/**
 * The files of a pool, in the order of their rows: `pool.npy` itself, all `.npy` files of a folder, or those of a folder that
 * a pattern such as `part-*.npy` matches (`*` and `?`, in the last part of the path), in the order of their names' characters.
 *
 * Fails with `InvalidInput` where no file is there, or one has another extension, and with `FileProblem` where it cannot be looked at.
 */
export const npyFiles = Effect.fn("npyFiles")(function*(pool: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
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
  if (there && !isFolder) {
    return pool.endsWith(".npy") ? [pool] : yield* other(pool, paths.extname(pool))
  }
  const folder = isFolder ? pool : paths.dirname(pool), wanted = isFolder ? /\.npy$/ : matcherOf(paths.basename(pool))
  const names = yield* fs.readDirectory(folder).pipe(Effect.mapError(toFileProblem(folder)))
  const found = inOrder(names.filter((name) => wanted.test(name) && name.endsWith(".npy")))
  return found.length === 0 ? yield* none(pool) : found.map((name) => paths.join(folder, name))
})
