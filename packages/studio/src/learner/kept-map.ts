/**
 * Maps that were drawn before, below the project's folder.
 */
import type { Matrix } from "@marginalia/core/Matrix"
import { writeAtomically } from "@marginalia/datasets/files/write"
import { hashData } from "@marginalia/datasets/hash"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { cachePath } from "../project/files.ts"

/** What a map follows from. Grows by one when maps are drawn otherwise. */
const VERSION = 1

/** What a map is of. */
export interface MapOf {
  readonly matrix: Matrix
  readonly seed: number
  /** The project's folder. */
  readonly folder: string
}

/** As points of so many items; undefined where it is damaged. */
const pointsOf = (bytes: Uint8Array, rows: number): Float32Array | undefined => {
  if (bytes.byteLength !== 8 * rows) return undefined
  const points = new Float32Array(Uint8Array.from(bytes).buffer)
  return points.every((x) => x >= -1 && x <= 1) ? points : undefined
}

/**
 * The map that was kept of these vectors and this seed, else what `draw` gives, which is kept. Files are written whole or not at
 * all; one that is damaged is drawn anew, and a folder that cannot be written to is no failure. O(N d).
 */
export const keptMap = Effect.fn("studio.keptMap")(function*<E, R>(
  { folder, matrix, seed }: MapOf,
  draw: Effect.Effect<Float32Array, E, R>
) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const { cols, data, rows } = matrix
  const name = `${hashData({ version: VERSION, seed, rows, cols, data }).slice(0, 32)}.f32`
  const path = paths.join(cachePath(folder), "maps", name)
  const found = yield* Effect.orElseSucceed(fs.readFile(path), () => new Uint8Array())
  const kept = pointsOf(found, rows)
  if (kept !== undefined && rows > 0) return kept
  const points = yield* draw
  const write = writeAtomically(path, new Uint8Array(points.buffer, points.byteOffset, points.byteLength))
  yield* Effect.ignore(Effect.andThen(fs.makeDirectory(paths.dirname(path), { recursive: true }), write))
  return points
})
