/**
 * Decoding a pool once, a row group at a time, to where its tiles are read from. Tested in decoded-tiles.test.ts.
 */
import { collect } from "@marginalia/core/node"
import type { Tiles } from "@marginalia/core/Tiles"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { createHash } from "node:crypto"
import { type DecodedNumbers, decodedNumbers } from "./decoded-numbers.ts"
import type { DecodedPart } from "./decoded-parts.ts"
import { scratchProblem } from "./decoded-tiles.ts"
import type { Decoding } from "./decoding.ts"
import { decoding, toFileProblem } from "./errors.ts"
import { type OpenedTiles, tilesOf } from "./npy-tiles.ts"
import { readPieces } from "./parquet.ts"
import { cellsAsked, choiceOf, type Pool } from "./pool.ts"
import type { Table } from "./table.ts"
import { hashOf } from "./tiled-pool.ts"
import { uniqueIds } from "./unique-ids.ts"

/** Bytes that are hashed at a time. */
const PIECE = 4 << 20

/** The sha256 of a file's bytes, in hexadecimal. */
const hashFile = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem, fail = Effect.mapError(toFileProblem(path))
  const file = yield* fs.open(path).pipe(fail), hash = createHash("sha256"), bytes = new Uint8Array(PIECE)
  for (;;) {
    const count = yield* file.read(bytes).pipe(fail)
    if (count === 0) return hash.digest("hex")
    hash.update(bytes.subarray(0, count))
  }
}, Effect.scoped)

/** Bytes of decoded rows after which what is forgotten of them is given back: the engine does not do so by itself where its own heap is small. */
const COLLECTED = 16e6

/** Decodes one file to the end of what is decoded; the next rows are decoded while some are written. */
const decodePart = Effect.fnUntraced(function*(
  { path, pieces, unchanged }: DecodedPart,
  { decoded, open, options, scratch }: Decoding,
  { into, take }: DecodedNumbers
) {
  yield* unchanged
  const sha256 = yield* hashFile(path)
  const file = yield* open(path)
  const full = Effect.mapError(scratchProblem(path, "Full"))
  let since = 0
  const after = Effect.fnUntraced(function*(rows: number) {
    const { buffer, byteLength, byteOffset } = take(rows)
    yield* full(scratch.append(new Uint8Array(buffer, byteOffset, byteLength)))
    decoded(byteLength)
    since += byteLength
    if (since < COLLECTED) return
    since = 0
    collect()
  })
  const table = yield* readPieces(file, { ...choiceOf(options), after, into, path, pieces, what: "parquet" })
  // Afterwards: what was read before a change is whole, and what was read after one is not.
  yield* unchanged
  return { sha256, table }
})

/** The cells of one column of all files, one after the other. */
const joinedCells = (tables: ReadonlyArray<Table>): Table["groups"] => {
  const [first] = tables
  if (tables.length === 1 || first?.groups === undefined) return first?.groups
  return new Map(
    Array.from(first.groups.keys(), (name) => [name, tables.flatMap(({ groups }) => groups?.get(name) ?? [])])
  )
}

const joined = <A>(lists: ReadonlyArray<ReadonlyArray<A> | undefined>): ReadonlyArray<A> | undefined =>
  lists.length === 1 || lists.includes(undefined) ? lists[0] : lists.flatMap((list) => list ?? [])

/**
 * Decodes all files of a pool that `openDecoded` opened, once, and gives the pool as `readPool` gives it of a file that is read into memory;
 * ids are those of its columns, else row numbers over all files.
 *
 * Fails with `InvalidInput` as `readPool` does, and where columns need an offset; and with `FileProblem`, also for a file that changed since it was opened, and where the
 * disk has no room left.
 */
export const readDecodedPool = Effect.fn("readDecodedPool")(function*(opened: OpenedTiles, how: Decoding) {
  const { path } = opened, { columnNames, options, parts } = how
  const numbers = decodedNumbers(path, columnNames)
  const found = yield* Effect.forEach(parts, (part) => decodePart(part, how, numbers))
  yield* how.end
  yield* numbers.finish
  const tables = found.map(({ table }) => table), ids = joined(tables.map((table) => table.ids))
  yield* decoding(path, () => uniqueIds(ids ?? []))
  const labels = joined(tables.map((table) => table.labels))
  return {
    path,
    format: "parquet",
    sha256: hashOf(found.map(({ sha256 }) => sha256)),
    ids,
    idsFile: undefined,
    matrix: tilesOf(opened, numbers.zeroRows(), numbers.longest()),
    columnNames,
    ...(labels === undefined ? {} : { labels }),
    ...cellsAsked(joinedCells(tables), options),
    notes: tables[0]!.notes
  } satisfies Pool<Tiles> as Pool<Tiles>
})
