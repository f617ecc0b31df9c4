import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { appendFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { runs } from "../../../core/test/runs.ts"
import { npy } from "../../test/npy.ts"
import { parquet, parquetLists } from "../../test/parquet.ts"
import { invalidRequest } from "../errors.ts"
import { Limits } from "../limits.ts"
import { readDecodedPool } from "./decoded-pool.ts"
import { type DecodedOptions, sampled } from "./decoded-tiles.ts"
import { archives } from "./fixtures/archives.ts"
import { fromBase64 } from "./fixtures/numpy.ts"
import { inFolder, messageOf } from "./fixtures/temporary.ts"
import { readRows } from "./npy-tiles.ts"
import { openPoolTiles, readPoolTiles } from "./pool-tiles.ts"
import { readPool } from "./pool.ts"
import { loadPool } from "./tiled-pool.ts"

const read = (path: string, options: DecodedOptions = {}) =>
  Effect.scoped(Effect.flatMap(openPoolTiles(path, options), (opened) => readPoolTiles(opened, {})))

const column = (name: string, data: ReadonlyArray<number>) => ({ name, data: [...data], type: "DOUBLE" as const })

const lists = (from: number, rows: number, cols: number, group: number) =>
  parquetLists(
    Array.from({ length: rows }, (_, i) => `${from + i}`),
    Array.from({ length: rows }, (_, i) => Array.from({ length: cols }, (_, j) => ((from + i) * 7 + j) % 5 / 4)),
    { rowGroupSize: group }
  )

describe("openDecoded", () => {
  test.prop([
    fc.array(fc.constantFrom(1, 3, 255, 256, 257, 600), { minLength: 1, maxLength: 3 }),
    fc.constantFrom(100, 255, 256, 257, 1000),
    fc.integer({ min: 1, max: 5 }),
    fc.constantFrom(1, 4096, 8e6)
  ], { numRuns: runs(12) })(
    "reads what is read into memory, file after file, tile after tile",
    (heights, group, cols, tileBytes) =>
      inFolder((folder) =>
        Effect.gen(function*() {
          let rows = 0
          for (const [i, height] of heights.entries()) {
            writeFileSync(join(folder, `part-${i}.parquet`), lists(rows, height, cols, group))
            rows += height
          }
          writeFileSync(join(folder, "whole.parquet"), lists(0, rows, cols, group))
          const whole = yield* readPool(join(folder, "whole.parquet"))
          for (const place of ["part-*.parquet", "whole.parquet"]) {
            const opened = yield* openPoolTiles(join(folder, place), { tileBytes })
            assert.deepStrictEqual([opened.rows, opened.cols, opened.tile % 256], [rows, cols, 0])
            // Before anything is decoded the first rows stand in for all.
            const first = new Float32Array(Math.min(rows, heights[0]!) * cols), stand = sampled(opened)
            yield* readRows(stand, new Uint8Array(0), 0, first)
            assert.deepStrictEqual(first.subarray(0, cols), Float32Array.from(whole.matrix.data.subarray(0, cols)))
            const pool = yield* readPoolTiles(opened, {})
            assert.strictEqual(opened.done(), opened.bytes)
            assert.deepStrictEqual([pool.ids, pool.columnNames], [whole.ids, whole.columnNames])
            assert.deepStrictEqual(pool.notes.map(Message.toCode), whole.notes.map(Message.toCode))
            const { matrix } = yield* loadPool(opened, pool)
            assert.deepStrictEqual(Float32Array.from(matrix.data), Float32Array.from(whole.matrix.data))
            assert.strictEqual(opened.done(), 2 * opened.bytes)
            const some = Uint32Array.from(new Set([0, Math.floor(rows / 2), rows - 1])),
              apart = new Float32Array(some.length * cols)
            yield* pool.matrix.some!(some, apart)
            const rowAt = (i: number) => Array.from(whole.matrix.data.subarray(i * cols, (i + 1) * cols))
            assert.deepStrictEqual(Array.from(apart), Array.from(some).flatMap(rowAt))
            const lengths = Array.from({ length: rows }, (_, i) => Math.hypot(...rowAt(i)))
            assert.closeTo(pool.matrix.longest!, Math.max(...lengths), 1e-9)
            const isZero = (i: number) => matrix.data.subarray(i * cols, (i + 1) * cols).every((x) => x === 0)
            assert.strictEqual(pool.matrix.zeroRows, Array.from({ length: rows }, (_, i) => i).filter(isZero).length)
            if (place === "whole.parquet") assert.strictEqual(pool.sha256, whole.sha256)
          }
        }).pipe(Effect.scoped)
      ).pipe(Effect.runPromise)
  )

  const whole = lists(0, 12, 2, 5)
  const page = whole.slice()
  // The head of the second column's first page.
  page.fill(0xFF, 40, 60)
  const refusals: ReadonlyArray<readonly [string, Uint8Array, RegExp]> = [
    [
      "a number that is none, in the last row group",
      parquet([column("x", [1, 2, 3, Number.NaN])], { rowGroupSize: 2 }),
      /row 3, column "x" holds NaN/
    ],
    ["numbers beyond single precision", parquet([column("x", [1, 1e300])]), /row 1, column "x" holds 1e\+300/],
    [
      "columns that need an offset",
      parquet([column("x", [1.7e9, 1.7e9 + 0.5, 1.7e9 + 1])], { rowGroupSize: 2 }),
      /offset.*select in memory/
    ],
    [
      "whole numbers that need one",
      parquet([{ name: "x", data: [2n ** 60n, 2n ** 60n + 1n], type: "INT64" }]),
      /offset.*select in memory/
    ],
    [
      "rows that vanish",
      parquet([column("x", [1e-60, 2e-60, 3e-60])], { rowGroupSize: 2 }),
      /all distinct rows are too small.*became one/
    ],
    [
      "an id that comes twice",
      parquetLists(["a", "b", "a"], [[1], [2], [3]], { rowGroupSize: 2 }),
      /the id "a" stands in rows 0 and 2/
    ],
    [
      "lists of two lengths",
      parquetLists(["a", "b", "c"], [[1], [2], [3, 4]], { rowGroupSize: 2 }),
      /row 2, column "v" has 2 numbers and the first row 1/
    ],
    ["a file cut short", whole.slice(0, -10), /not a readable parquet file/],
    ["a wrong page", page, /not a readable parquet file/],
    ["no rows", parquet([column("x", [])]), /the file has no rows of data/],
    ["what is one of Arrow's", fromBase64(archives.arrow[0]!.file), /one of Arrow's, of which no part is read alone/]
  ]
  it.live.each(refusals)("refuses %s", ([, bytes, expected]) =>
    inFolder((folder) =>
      Effect.gen(function*() {
        writeFileSync(join(folder, "p.parquet"), bytes)
        const reading = Effect.provideService(read(join(folder, "p.parquet")), Limits, { patience: 500 })
        assert.match(yield* messageOf(reading, folder), expected)
      })
    ), 60_000)

  it.live(
    "refuses files of other columns, widths and kinds, ids that two files share, and a file that changes",
    () =>
      inFolder((folder) =>
        Effect.gen(function*() {
          const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes)
          const message = (options?: DecodedOptions) => messageOf(read(join(folder, "?.parquet"), options), folder)
          put("a.parquet", lists(0, 4, 2, 3))
          put("b.parquet", parquet([{ name: "id", data: ["x"] }, column("v", [1])]))
          assert.match(
            yield* message(),
            /b.parquet: its columns are not those of a.parquet: "v" is there in place of the list "v"/
          )
          put("b.parquet", lists(4, 4, 3, 3))
          assert.match(yield* message(), /b.parquet: its vectors are 3 numbers, and those of the files before it 2/)
          put("b.parquet", lists(3, 4, 2, 3))
          assert.match(yield* message(), /\?.parquet: the id "3" stands in rows 3 and 4/)
          put("b.parquet", lists(4, 4, 2, 3))
          assert.strictEqual((yield* read(join(folder, "?.parquet"))).ids?.length, 8)
          assert.match(
            yield* message({ room: 1e6 }),
            /a.parquet: a row group of it comes to .*takes up to .*; give `memory: "521MB"`/
          )
          assert.match(yield* message({ columns: { split: "train" } }), /what a column says they are for/)
          const changing = Effect.scoped(Effect.flatMap(openPoolTiles(join(folder, "?.parquet")), (opened) => {
            appendFileSync(join(folder, "b.parquet"), "more")
            return readPoolTiles(opened, {})
          }))
          assert.match(yield* messageOf(changing, folder), /b.parquet: the file changed since it was opened/)
          put("b.npy", npy("f4", [1, 2], [1, 2]))
          assert.match(yield* messageOf(read(folder), folder), /there are .npy files and Parquet files/)
          assert.match(yield* messageOf(read(join(folder, "c.*")), folder), /no .npy or Parquet file is there/)
        })
      ),
    60_000
  )

  it.live("says that the disk is full, and what to do", () =>
    inFolder((folder) =>
      Effect.gen(function*() {
        writeFileSync(join(folder, "p.parquet"), whole)
        const opened = yield* openPoolTiles(join(folder, "p.parquet")), how = opened.decoding!
        let left = 1
        const full = invalidRequest("the vectors cannot be kept (ENOSPC)", { fault: "Failed", cause: "ENOSPC" })
        const append: typeof how.scratch.append = (bytes) => left-- > 0 ? how.scratch.append(bytes) : Effect.fail(full)
        const error = yield* Effect.flip(readDecodedPool(opened, { ...how, scratch: { ...how.scratch, append } }))
        assert.deepInclude(error, { _tag: "FileProblem", reason: "Full" })
        assert.match(error.message, /p.parquet: the vectors cannot be kept \(ENOSPC\)/)
      }).pipe(Effect.scoped)
    ))
})
