import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { parquetWriteBuffer } from "hyparquet-writer"
import { source } from "./fixtures/source.ts"
import { readParquet } from "./parquet.ts"

type Options = Parameters<typeof parquetWriteBuffer>[0]

const file = (columnData: Options["columnData"], rest: Partial<Options> = {}) =>
  source(new Uint8Array(parquetWriteBuffer({ columnData, ...rest })), "pool.parquet")

/** A list of floats as Arrow writes it: three levels. */
const listSchema = (name: string): NonNullable<Options["schema"]> => [
  { name, repetition_type: "OPTIONAL", num_children: 1, converted_type: "LIST" },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", repetition_type: "OPTIONAL", type: "FLOAT" }
]

const withList = (ids: Array<string>, vectors: Array<Array<number | null>>, rest: Partial<Options> = {}) =>
  file([{ name: "id", data: ids }, { name: "text", data: ids }, { name: "v", data: vectors }], {
    schema: [
      { name: "root", num_children: 3 },
      { name: "id", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
      { name: "text", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
      ...listSchema("v")
    ],
    ...rest
  })

const problemOf = (from: ReturnType<typeof file>) =>
  readParquet(from, {}).pipe(Effect.flip, Effect.map((error) => error.message))

describe("readParquet", () => {
  it.effect("reads numeric columns of every type, and ids of 64 bits", () =>
    Effect.gen(function*() {
      const table = yield* readParquet(
        file([
          { name: "a", data: [1, 2, 3], type: "INT32" },
          { name: "id", data: [1n, 2n ** 60n, 3n], type: "INT64" },
          { name: "b", data: [0.5, 1.5, 2.5], type: "FLOAT" },
          { name: "c", data: [1n, 2n, 3n], type: "INT64" },
          { name: "d", data: [0.25, 0, -1], type: "DOUBLE" }
        ]),
        {}
      )
      assert.deepStrictEqual(table.ids, ["1", "1152921504606846976", "3"])
      assert.deepStrictEqual(table.columnNames, ["a", "b", "c", "d"])
      assert.deepStrictEqual(table.data, Float32Array.of(1, 0.5, 1, 0.25, 2, 1.5, 2, 0, 3, 2.5, 3, -1))
    }))

  it.effect("reads a list column over several row groups, ignoring the text beside it", () =>
    Effect.gen(function*() {
      const ids = Array.from({ length: 25 }, (_, i) => `item ${i}`)
      const table = yield* readParquet(withList(ids, ids.map((_, i) => [i, i + 0.5]), { rowGroupSize: 10 }), {})
      assert.deepStrictEqual(table.ids, ids)
      assert.deepStrictEqual(Array.from(table.data), ids.flatMap((_, i) => [i, i + 0.5]))
      assert.deepStrictEqual(table.notes.map(Message.toCode), ["the vector is \"v\"; ignored: \"text\""])
    }))

  it.effect("reads lists that were written as JSON, and compressed files", () =>
    Effect.gen(function*() {
      const table = yield* readParquet(file([{ name: "v", data: [[1, 2], [3, 4]] }]), {})
      assert.deepStrictEqual(table.data, Float32Array.of(1, 2, 3, 4))
      assert.isUndefined(table.ids)
    }))

  it.effect("names row and column of what is no finite number", () =>
    Effect.gen(function*() {
      assert.strictEqual(
        yield* problemOf(file([{ name: "x", data: [1, Number.NaN], type: "DOUBLE" }])),
        "pool.parquet: row 1, column \"x\" holds NaN; every value must be a finite number: replace it, or drop the row"
      )
      assert.match(
        yield* problemOf(file([{ name: "x", data: [1, 2] }, { name: "t", data: ["a", "b"] }])),
        /row 0, column "t" holds "a", which is not a number; drop the column/
      )
      assert.match(yield* problemOf(withList(["a", "b"], [[1, 2], [3, null]])), /row 1, column "v\[1\]" is empty/)
      assert.match(
        yield* problemOf(withList(["a", "b"], [[1, 2], [3]])),
        /column "v" has 1 numbers and the first row 2/
      )
    }))

  it.effect("refuses an id column that is not there, naming all columns, and files without rows", () =>
    Effect.gen(function*() {
      const error = yield* readParquet(withList(["a"], [[1]]), { idColumn: "key" }).pipe(Effect.flip)
      assert.strictEqual(
        error.message,
        "pool.parquet: there is no column \"key\"; give `idColumn` one of \"id\", \"text\", \"v\""
      )
      assert.match(yield* problemOf(file([{ name: "x", data: [], type: "FLOAT" }])), /the file has no rows of data/)
    }))

  it.effect("refuses what is cut short or not parquet", () =>
    Effect.gen(function*() {
      const whole = withList(["a", "b"], [[1], [2]])
      const cut = source(whole.bytes.slice(0, -10), "pool.parquet")
      assert.match(
        yield* problemOf(cut),
        /^pool\.parquet: not a readable parquet file \(.*\); copy it or write it again$/
      )
      assert.match(yield* problemOf(source("id,x\n1,2\n", "pool.parquet")), /not a readable parquet file/)
      assert.match(yield* problemOf(source("", "pool.parquet")), /not a readable parquet file/)
      const scrambled = whole.bytes.slice()
      scrambled.fill(0xFF, 4, 40)
      assert.match(yield* problemOf(source(scrambled, "pool.parquet")), /not a readable parquet file/)
    }))
})
