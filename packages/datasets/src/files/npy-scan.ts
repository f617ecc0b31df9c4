/**
 * The first pass over a pool that stays in its files: hashes, and what the numbers are. Tested in npy-tiles.test.ts.
 */
import { Narrow } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { createHash, type Hash } from "node:crypto"
import { InvalidInput, toInvalidInput } from "./errors.ts"
import type { Shard } from "./npy-shard.ts"
import { type OpenedTiles, rawOf, readRows } from "./npy-tiles.ts"
import { overflow, overflowsFloat32 } from "./numbers.ts"

/** What the first pass found. */
export interface Scanned {
  /** Of each file's bytes, in hexadecimal, in the order of the files. */
  readonly sha256: ReadonlyArray<string>
  /** Rows that are zero in all columns. */
  readonly zeroRows: number
}

const refused = (path: string, row: number, col: number, value: number): InvalidInput =>
  new InvalidInput({
    path,
    problem: `embedding holds ${value} at row ${row}, column ${col}`,
    hint: "remove the item or repair the value",
    reason: "Value",
    expected: "a finite number",
    column: "embedding",
    row,
    value
  })

/** Rows of zeros among `data`; fails for a number that is not finite. `from` is the first row. */
const look = ({ cols, path }: OpenedTiles, from: number, data: Float32Array): Effect.Effect<number, InvalidInput> => {
  // x − x is 0 for every finite x and NaN otherwise: one pass without a branch.
  let sum = 0, zeros = 0
  for (let i = 0; i < data.length; i++) sum += data[i]! - data[i]!
  if (sum !== 0) {
    const at = data.findIndex((x) => !Number.isFinite(x))
    return Effect.fail(refused(path, from + Math.floor(at / cols), at % cols, data[at]!))
  }
  for (let at = 0; at < data.length; at += cols) {
    let j = 0
    while (j < cols && data[at + j] === 0) j++
    if (j === cols) zeros++
  }
  return Effect.succeed(zeros)
}

/** Numbers of 8 bytes are rounded, which is right where no column would need an offset. */
const wideOf = ({ cols, path }: OpenedTiles) => {
  let columns: ReadonlyArray<Narrow.Extent> | undefined
  return {
    add: (row: number, bytes: Uint8Array): Effect.Effect<void, InvalidInput> => {
      const data = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8)
      const at = data.findIndex(overflowsFloat32)
      if (at >= 0) {
        return toInvalidInput(path)(overflow(`row ${row + Math.floor(at / cols)}, column ${at % cols}`, data[at]!))
      }
      const more = Narrow.extents(data, new Float32Array(data), cols)
      columns = columns === undefined ? more : columns.map((one, j) => Narrow.joined(one, more[j]!))
      return Effect.void
    },
    finish: Effect.suspend(() =>
      columns === undefined || Narrow.roundable(columns) ? Effect.void : Effect.fail(
        new InvalidInput({
          path,
          problem:
            "columns lie far from 0 for how little they vary, and single precision needs an offset to keep rows apart, "
            + "which is not there yet for a pool that stays in its file",
          hint: "subtract what the columns have in common and save it again, or select in memory",
          reason: "Unsupported",
          value: "f8"
        })
      )
    )
  }
}

/**
 * Reads all rows once. Fails with `InvalidInput` for numbers that are not finite, or that single precision cannot tell apart, and
 * with `FileProblem` where a file cannot be read.
 */
export const scanTiles = Effect.fn("scanTiles")(function*(opened: OpenedTiles) {
  const { cols, rows, shards, tile } = opened, raw = rawOf(opened)
  const hashes = new Map<Shard, Hash>(shards.map((shard) => [shard, createHash("sha256").update(shard.start)]))
  const wide = wideOf(opened), data = new Float32Array(Math.min(rows, tile) * cols)
  let zeroRows = 0
  for (let from = 0; from < rows; from += tile) {
    const part = data.subarray(0, (Math.min(rows, from + tile) - from) * cols)
    yield* readRows(opened, raw, from, part, (shard, bytes) => {
      hashes.get(shard)!.update(bytes)
      return shard.header.kind === "f8" ? wide.add(from, bytes) : Effect.void
    })
    zeroRows += yield* look(opened, from, part)
  }
  yield* wide.finish
  return { sha256: shards.map((shard) => hashes.get(shard)!.digest("hex")), zeroRows } satisfies Scanned as Scanned
})
