/**
 * What an `.npy` column has no place for: which class each of its columns is. It lies beside it, `p.probability.json` beside
 * `p.probability.npy`, as `marginalia predict` writes it, and holds the array's hash, so that it cannot be another's.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { createHash } from "node:crypto"
import { type FileProblem, InvalidInput, toFileProblem } from "./errors.ts"
import { checkJson } from "./strict-json.ts"

/** A column's description. */
export interface ColumnAbout {
  readonly path: string
  /** The classes' names, in the order of their numbers. */
  readonly classes: ReadonlyArray<string>
}

/** Where the description of an array would lie; the array's own path for a file that is none. */
export const columnAboutPath = (npy: string): string => npy.replace(/\.npy$/, ".json")

/** The description of an array's bytes, as text. */
export const printColumnAbout = (
  column: string,
  bytes: Uint8Array,
  classes: ReadonlyArray<string>,
  more: { readonly [key: string]: unknown } = {}
): string => {
  const sha256 = createHash("sha256").update(bytes).digest("hex")
  return `${JSON.stringify({ marginaliaColumn: 1, column, classes, sha256, ...more }, null, 2)}\n`
}

const isText = (value: unknown): value is string => typeof value === "string"

/** What stands in a description; undefined for a file that is none. */
const parse = (text: string): { readonly classes: ReadonlyArray<string>; readonly sha256: string } | undefined => {
  const value = JSON.parse(text) as Readonly<Record<string, unknown>> | null
  if (typeof value !== "object" || value === null || value["marginaliaColumn"] !== 1) return undefined
  checkJson(text, value)
  const { classes, sha256 } = value
  if (!Array.isArray(classes) || !classes.every(isText) || !isText(sha256)) throw new Error("no classes, or no hash")
  if (new Set(classes).size < classes.length) throw new Error("a class twice")
  return { classes, sha256 }
}

/**
 * The description beside an array with this hash; undefined where none is, or a file of another kind.
 *
 * Fails with `InvalidInput` for the description of other bytes, and for one that cannot be read.
 */
export const readColumnAbout = Effect.fn("readColumnAbout")(function*(
  npy: string,
  sha256: string
): Effect.fn.Return<ColumnAbout | undefined, InvalidInput | FileProblem, FileSystem.FileSystem> {
  const fs = yield* FileSystem.FileSystem
  const path = columnAboutPath(npy), fail = Effect.mapError(toFileProblem(path))
  if (path === npy || !(yield* fs.exists(path).pipe(fail))) return undefined
  const text = yield* fs.readFileString(path).pipe(fail)
  if (!text.includes("\"marginaliaColumn\"")) return undefined
  const found = yield* Effect.try({
    try: () => parse(text),
    catch: (cause) =>
      new InvalidInput({
        path,
        problem: `this description of a column cannot be read (${(cause as Error).message})`,
        hint: "predict again, or remove it",
        reason: "Format",
        expected: "the description of a column",
        value: text
      })
  })
  if (found === undefined || found.sha256 === sha256) return found && { path, classes: found.classes }
  return yield* new InvalidInput({
    path,
    problem: `this describes another array than ${npy} (sha256 ${found.sha256.slice(0, 12)}…, not ${
      sha256.slice(0, 12)
    }…)`,
    hint: "predict again, or remove it if the array is no longer predict's",
    reason: "Mismatch",
    value: found.sha256,
    expected: sha256
  })
})

/** How many classes an array of this kind and shape is of; undefined where its shape does not say. */
export const classesOfShape = (
  name: string,
  shape: { readonly rows: number; readonly cols: number }
): number | undefined => {
  if (name === "probability" || name === "passes") return shape.cols
  if (name === "prototype") return shape.rows
  return name === "projection" ? shape.cols + 1 : undefined
}
