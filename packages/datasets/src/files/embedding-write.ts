/**
 * An embedding in files: the numbers, the ids, the labels, and what it was made by.
 */
import type * as Matrix from "@marginalia/core/Matrix"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { UsageProblem } from "../problems.ts"
import { BlockHasher, hashOf } from "./blocks.ts"
import { csvCell } from "./csv-cell.ts"
import { toFileProblem } from "./errors.ts"
import { encodeNpy } from "./npy-write.ts"
import { rowIdsPath } from "./row-ids.ts"
import { writeTogether } from "./write.ts"

/** What is written. */
export interface Embedding {
  readonly matrix: Matrix.Matrix
  readonly ids: ReadonlyArray<string>
  /** The class of each item by name, `undefined` for an item without one; undefined where no classes are known. */
  readonly labels: ReadonlyArray<string | undefined> | undefined
  /** What `FILE.json` says besides shape, hash and versions. */
  readonly about: { readonly [key: string]: unknown }
  /** The versions of what made it, by package, as `FILE.json` keeps them. */
  readonly versions: { readonly [name: string]: string }
}

/** Where everything goes. */
export interface Places {
  readonly npy: string
  readonly ids: string
  readonly labels: string
  readonly about: string
  /** The folder of the encoder, where one is fitted. */
  readonly encoder: string
}

/** The files beside `FILE.npy`. Refuses another extension. */
export const places = (
  out: string,
  ids: string | undefined,
  save: string | undefined
): Effect.Effect<Places, UsageProblem> => {
  if (!/[^/\\]\.npy$/.test(out)) {
    const problem = Message.text`${Message.setting("out", { value: out })} does not end in .npy`
    return Effect.fail(
      new UsageProblem({
        problem,
        hint: "name a file such as pool.npy",
        setting: "out",
        value: out,
        reason: "Value",
        expected: "a file that ends in .npy"
      })
    )
  }
  const stem = out.slice(0, -4)
  return Effect.succeed({
    npy: out,
    ids: ids ?? `${stem}.ids.csv`,
    labels: `${stem}.labels.csv`,
    about: `${stem}.json`,
    encoder: save ?? `${stem}.encoder`
  })
}

/** A table. */
export const csvOf = (heading: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string =>
  [heading, ...rows].map((row) => row.map(csvCell).join(",") + "\n").join("")

/** A table of keys and one value each. */
const csv = (heading: readonly [string, string], keys: ReadonlyArray<string>, values: ReadonlyArray<string>): string =>
  csvOf(heading, keys.map((key, row) => [key, values[row]!]))

/**
 * Writes all of it, whole or not at all, the description last; ids of an older pool are gone before the new
 * pool is there. The labels' ids are those that readers of the pool take: the ids beside it, or where these were put
 * elsewhere the row numbers.
 */
export const writeEmbedding = Effect.fn("writeEmbedding")(function*(to: Places, embedding: Embedding) {
  const { about, ids, labels, matrix: { cols, data, rows }, versions } = embedding
  const bytes = encodeNpy(data, [rows, cols])
  const fs = yield* FileSystem.FileSystem
  const numbers = ids.map((_, row) => String(row)), beside = rowIdsPath(to.npy)
  const keys = to.ids === beside ? ids : numbers
  const known = labels?.flatMap((label, row) => label === undefined ? [] : [[keys[row]!, label]])
  const rowIds = csv(["row", "id"], numbers, ids)
  // Ids that lie elsewhere are read by nobody who reads the pool.
  const idsHash = to.ids === beside ? { ids: hashOf(new TextEncoder().encode(rowIds)) } : {}
  const description = {
    marginaliaEmbedding: 1,
    ...about,
    rows,
    cols,
    ...new BlockHasher().update(bytes).finish(),
    ...idsHash,
    versions
  }
  yield* writeTogether(
    [
      { path: to.npy, contents: bytes },
      { path: to.ids, contents: rowIds },
      ...(known === undefined ? [] : [{ path: to.labels, contents: csvOf(["id", "label"], known) }]),
      { path: to.about, contents: JSON.stringify(description, null, 2) + "\n" }
    ],
    fs.remove(beside, { force: true }).pipe(Effect.mapError(toFileProblem(beside)))
  )
})
