/**
 * The first pass over a pool that stays in its files: hashes, and what the numbers are. Tested in npy-tiles.test.ts.
 */
import { Kernels } from "@marginalia/core"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { InvalidInput, toInvalidInput } from "./errors.ts"
import { type Hashing, hashing } from "./hashing.ts"
import { type OpenedTiles, rawOf, readRows } from "./npy-tiles.ts"
import { overflow, overflowsFloat32 } from "./numbers.ts"
import { wideColumns } from "./wide-columns.ts"

/** What the first pass found. */
export interface Scanned {
  /** Of each file's bytes, in hexadecimal, in the order of the files. */
  readonly sha256: ReadonlyArray<string>
  /** Rows that are zero in all columns. */
  readonly zeroRows: number
  /** The length of the longest row. */
  readonly longest: number
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

/** Rows of zeros among `data`, and the longest; fails for a number that is not finite. `from` is the first row. */
const look = Effect.fnUntraced(function*({ cols, path }: OpenedTiles, from: number, data: Float32Array) {
  const kernels = yield* Kernels.Kernels
  // The square of a number in single precision is exact enough in double: 0 only for 0, and finite only where it is.
  const norms = yield* kernels.rowNorms({ data, rows: data.length / cols, cols })
  if (!norms.every(Number.isFinite)) {
    const at = data.findIndex((x) => !Number.isFinite(x))
    return yield* refused(path, from + Math.floor(at / cols), at % cols, data[at]!)
  }
  return {
    zeroRows: norms.reduce((zeros, norm) => norm === 0 ? zeros + 1 : zeros, 0),
    longest: norms.reduce((most, norm) => Math.max(most, norm), 0)
  }
})

/** Numbers of 8 bytes are rounded, which is right where no column would need an offset. */
const wideOf = ({ cols, path }: OpenedTiles) => {
  const columns = wideColumns(path, cols, false)
  return {
    add: (row: number, bytes: Uint8Array): Effect.Effect<void, InvalidInput> => {
      const data = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8)
      const at = data.findIndex(overflowsFloat32)
      if (at >= 0) {
        return toInvalidInput(path)(overflow(`row ${row + Math.floor(at / cols)}, column ${at % cols}`, data[at]!))
      }
      columns.add(data, new Float32Array(data))
      return Effect.void
    },
    finish: columns.finish
  }
}

/** The rows of one tile as they are read, and where their bytes were before they were converted. */
interface Slot {
  readonly data: Float32Array
  readonly raw: Uint8Array
  /** Waits until nobody looks at the bytes. */
  free: Effect.Effect<void>
}

const slotOf = (opened: OpenedTiles, data: Float32Array): Slot => ({ data, raw: rawOf(opened), free: Effect.void })

/** Bytes of two tiles from which on they lie where kernels work, so that these need no copy; what is small is copied quickly. */
const LARGE = 2 ** 20

/** Room for two tiles. */
const slotsOf = (opened: OpenedTiles): readonly [Slot, Slot] => {
  const count = Math.min(opened.rows, opened.tile) * opened.cols, bytes = 8 * count
  const room = bytes < LARGE ? new Uint8Array(bytes) : Kernels.reserve(bytes)
  const part = (at: number) => new Float32Array(room.buffer, room.byteOffset + 4 * at, count)
  return [slotOf(opened, part(0)), slotOf(opened, part(count))]
}

/** Reads all rows, the next tile while one is hashed and looked at; the number of rows of zeros, and the longest. */
const rowsOf = Effect.fnUntraced(function*(opened: OpenedTiles, hashes: Hashing, wide: ReturnType<typeof wideOf>) {
  const { cols, rows, shards, tile } = opened, slots = slotsOf(opened)
  const partOf = (from: number) =>
    slots[(from / tile) % 2]!.data.subarray(0, (Math.min(rows, from + tile) - from) * cols)
  const read = Effect.fnUntraced(function*(from: number) {
    const slot = slots[(from / tile) % 2]!
    yield* slot.free
    slot.free = Effect.void
    yield* readRows(opened, slot.raw, from, partOf(from), (shard, bytes) =>
      Effect.gen(function*() {
        const done = yield* hashes.update(shards.indexOf(shard), bytes), before = slot.free
        slot.free = Effect.andThen(before, done)
        if (shard.header.kind === "f8") yield* wide.add(from, bytes)
      }))
  })
  let zeroRows = 0, longest = 0, next = yield* Effect.forkChild(read(0))
  for (let from = 0; from < rows; from += tile) {
    yield* Fiber.join(next)
    if (from + tile < rows) next = yield* Effect.forkChild(read(from + tile))
    const seen = yield* look(opened, from, partOf(from))
    zeroRows += seen.zeroRows
    longest = Math.max(longest, seen.longest)
  }
  return { zeroRows, longest }
})

/**
 * Reads all rows once. Fails with `InvalidInput` for numbers that are not finite, or that single precision cannot tell apart, and
 * with `FileProblem` where a file cannot be read.
 */
export const scanTiles = Effect.fn("scanTiles")(function*(opened: OpenedTiles) {
  const hashes = yield* hashing(opened.bytes), wide = wideOf(opened)
  yield* Effect.forEach(opened.shards, ({ start }, i) => hashes.update(i, start), { discard: true })
  const seen = yield* rowsOf(opened, hashes, wide)
  yield* wide.finish
  const sha256 = yield* Effect.forEach(opened.shards, (_, i) => hashes.digest(i))
  return { sha256, ...seen } satisfies Scanned as Scanned
}, Effect.scoped)
