/**
 * Small files to ask questions about, in a folder that goes away with the scope.
 */
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { encodeNpy } from "../src/files/npy-write.ts"

/** Puts a file into the folder; gives its path. */
export type Put = (name: string, contents: string | Uint8Array) => string

/** A folder of its own. */
export const folder: Effect.Effect<{ readonly path: string; readonly put: Put }, never, import("effect/Scope").Scope> =
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-cli-"))),
      (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
    ),
    (path) => ({
      path,
      put: (name, contents) => {
        writeFileSync(join(path, name), contents)
        return join(path, name)
      }
    })
  )

/** Points on three spots of the plane, ten around each; the same every time. */
export const points = (): Float32Array =>
  Float32Array.from({ length: 60 }, (_, i) => {
    const [row, col] = [i >> 1, i & 1]
    const spot = [[1, 0], [0, 1], [-1, -1]][row % 3]![col]!
    return spot + Math.sin(row * 12.9898 + col * 78.233) * 0.2
  })

/** {@link points} as `.npy`. */
export const pool = (): Uint8Array => encodeNpy(points(), [30, 2])

/** {@link points} as csv, the ids `item-0` to `item-29`. */
export const poolCsv = (): string => {
  const data = points()
  const rows = Array.from({ length: 30 }, (_, row) => `item-${row},${data[2 * row]},${data[2 * row + 1]}`)
  return ["id,x,y", ...rows, ""].join("\n")
}
