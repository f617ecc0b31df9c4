import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { parquetWriteBuffer } from "hyparquet-writer"
import { folderOf } from "../../test/pictures.ts"
import { isTable, loadTable, type LoadTableOptions, readTable } from "./load.ts"

const csv = (...lines: ReadonlyArray<string>) => lines.join("\n")

const inFile = (name: string, contents: Uint8Array | string) =>
  Effect.map(folderOf({ [name]: contents }), (root) => `${root}/${name}`)

const reading = (contents: string, options: LoadTableOptions = {}) =>
  Effect.flatMap(inFile("t.csv", contents), (path) => readTable(path, options)).pipe(
    Effect.scoped,
    Effect.provide(NodeServices.layer)
  )

const loading = (contents: string, options: LoadTableOptions = {}) =>
  Effect.flatMap(inFile("t.csv", contents), (path) => loadTable(path, options)).pipe(
    Effect.scoped,
    Effect.provide(NodeServices.layer)
  )

const problem = (contents: string, options: LoadTableOptions = {}) =>
  Effect.map(
    Effect.flip(loading(contents, options)),
    ({ message }) => message.replace(/^\S*marginalia-pictures-\w+\//, "")
  )

const flowers = csv("id,x,label,y", "a,1,rose,2", "b,3,aster,4", "c,5,rose,6", "")

describe("readTable", () => {
  it.effect("reads csv: a byte order mark, quotes, carriage returns, blank lines", () =>
    Effect.gen(function*() {
      const { classNames, name, test, train } = yield* reading(flowers)
      assert.deepStrictEqual([name, classNames, test], ["t", ["aster", "rose"], undefined])
      assert.deepStrictEqual([train.ids, [...train.items.data], train.items.shape], [["a", "b", "c"], [
        1,
        2,
        3,
        4,
        5,
        6
      ], [2]])
      assert.deepStrictEqual(train.labels, Int32Array.of(1, 0, 1))
      const odd = yield* reading("\uFEFFid,e\r\n\"a,\"\"\n\",\"[1, 2]\"\r\n\r\nb,\"[3, 4]\"")
      assert.deepStrictEqual([odd.train.ids, [...odd.train.items.data], odd.train.labels], [["a,\"\n", "b"], [
        1,
        2,
        3,
        4
      ], undefined])
    }))

  it.effect("sorts classes that are numbers by value", () =>
    Effect.gen(function*() {
      const { classNames, train } = yield* reading(csv("label,x", "10,0", "9,0", "2,0", "10,0"))
      assert.deepStrictEqual([classNames, [...train.labels!]], [["2", "9", "10"], [2, 1, 0, 2]])
    }))

  it.effect("puts rows into the parts that they name", () =>
    Effect.gen(function*() {
      const rows = ["train,1,a", "test,2,b", "val,3,b", "Train,4,b", "test,5,a"]
      const { test, train, validation } = yield* reading(csv("split,x,label", ...rows))
      assert.deepStrictEqual([train, validation!, test!].map(({ items }) => [...items.data]), [[1, 4], [3], [2, 5]])
      assert.deepStrictEqual([train, validation!, test!].map(({ labels }) => [...labels!]), [[0, 1], [1], [1, 0]])
      assert.deepStrictEqual(test!.ids, ["1", "4"])
      const two = yield* reading(csv("split,x", "train,1", "val,3"))
      assert.deepStrictEqual([[...two.test!.items.data], two.validation], [[3], undefined])
    }))

  it.effect("reads parquet: lists or columns, numbers of all kinds", () =>
    Effect.gen(function*() {
      const columns = parquetWriteBuffer({
        columnData: [
          { name: "key", data: ["a", "b"], type: "STRING" },
          { name: "x", data: [1.5, 2.5], type: "DOUBLE" },
          { name: "n", data: [3n, 4n], type: "INT64" },
          { name: "label", data: [1, 0], type: "INT32" }
        ]
      })
      const path = yield* inFile("t.parquet", new Uint8Array(columns))
      const { classNames, train } = yield* readTable(path, { idColumn: "key" })
      assert.deepStrictEqual([train.ids, classNames, [...train.items.data], [...train.labels!]], [
        ["a", "b"],
        ["0", "1"],
        [1.5, 3, 2.5, 4],
        [1, 0]
      ])
      const schema = [
        { name: "root", num_children: 1 },
        { name: "e", repetition_type: "REQUIRED", num_children: 1, converted_type: "LIST" },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", type: "FLOAT", repetition_type: "REQUIRED" }
      ] as const
      const lists = parquetWriteBuffer({
        columnData: [{ name: "e", data: [[1, 2, 3], [4, 5, 6]] }],
        schema: [...schema],
        rowGroupSize: 1
      })
      const other = yield* readTable(yield* inFile("l.parquet", new Uint8Array(lists)))
      assert.deepStrictEqual([[...other.train.items.data], other.train.items.shape], [[1, 2, 3, 4, 5, 6], [3]])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("names the row of a parquet file, or says that it is none", () =>
    Effect.gen(function*() {
      const bytes = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: "x", data: [1, NaN], type: "DOUBLE" }] }))
      const message = (contents: Uint8Array) =>
        Effect.flatMap(inFile("t.parquet", contents), (path) => Effect.flip(readTable(path))).pipe(
          Effect.map((error) => error.message)
        )
      assert.match(yield* message(bytes), /row 1, column "x" holds NaN; every value must be a finite number/)
      assert.match(yield* message(bytes.subarray(0, 30)), /t\.parquet: not a readable parquet file \(/)
      assert.strictEqual((yield* Effect.flip(readTable("nowhere.parquet"))).reason._tag, "Unreadable")
      assert.strictEqual((yield* Effect.flip(readTable("nowhere.csv"))).reason._tag, "Unreadable")
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})

describe("loadTable", () => {
  it.effect("keeps a part of each class to test with, drawn by the seed", () =>
    Effect.gen(function*() {
      const rows = Array.from({ length: 20 }, (_, i) => `r${i},${i % 2 === 0 ? "a" : "b"},${i},${i * i}`)
      const { test, train } = yield* loading(csv("id,label,x,y", ...rows))
      assert.deepStrictEqual([train.items.rows, test.items.rows], [16, 4])
      assert.deepStrictEqual([...train.ids, ...test.ids].sort(), rows.map((row) => row.split(",")[0]).sort())
      for (const part of [train, test]) {
        part.ids.forEach((id, i) => {
          const n = Number(id.slice(1))
          assert.deepStrictEqual([...part.items.data.subarray(2 * i, 2 * i + 2), part.labels[i]], [n, n * n, n % 2])
        })
      }
      assert.deepStrictEqual([...test.labels].sort(), [0, 0, 1, 1])
      assert.notDeepEqual((yield* loading(csv("id,label,x,y", ...rows), { seed: 1 })).test.ids, test.ids)
      assert.strictEqual((yield* loading(csv("id,label,x,y", ...rows), { holdOut: 0.5 })).test.items.rows, 10)
    }))

  it.effect("takes the rows to test that the table names, and the normalization that is given", () =>
    Effect.gen(function*() {
      const normalization = { scale: 1, mean: [0], std: [2] }
      const { test, train } = yield* loading(csv("part,x,label", "train,1,a", "test,2,a"), {
        splitColumn: "part",
        normalization
      })
      assert.deepStrictEqual([[...train.items.data], [...test.items.data]], [[1], [2]])
      assert.deepStrictEqual([train.items.normalization, test.items.normalization], [normalization, normalization])
    }))

  it.effect("says what is wrong, and on which line", () =>
    Effect.gen(function*() {
      assert.match(
        yield* problem(csv("id,x,label", "a,1,r", "\"b\nb\",2,r", "c,two,r")),
        /^t\.csv: row 2 \(line 5\), column "x" holds "two", which is not a number; /
      )
      assert.match(yield* problem(csv("id,x,label", "a,1")), /^t\.csv: row 0 \(line 2\) has 2 cells and the header 3; /)
      assert.match(
        yield* problem(csv("id,x,label", "a,\"1,r")),
        /^t\.csv: a quote in the row that begins on line 2 is never closed; /
      )
      assert.match(
        yield* problem(csv("split,x,label", "holdout,1,r")),
        /row 0 is of the split "holdout"; there are train, val and test/
      )
      assert.match(yield* problem(csv("id,x", "a,1")), /has no column of labels; name it "label", or say which/)
      assert.match(yield* problem(flowers, { holdOut: 3 }), /a hold-out of 3/)
      assert.match(
        yield* problem(csv("x,t,label", "0,1699999999,a", "0,1700000000,b", "0,1700000001,a")),
        /^t\.csv: column 1 lies around 1700000000 and varies so little that single precision/
      )
      assert.match(yield* problem(""), /^t\.csv: the file is empty; /)
      assert.match(yield* problem("id,x,label\n"), /^t\.csv: the file has no rows of data; /)
      assert.match(
        yield* problem(csv("id,x,label", "a,1,r", "a,2,s")),
        /^t\.csv: the id "a" stands in rows 0 and 1; keep one$/
      )
      assert.match(yield* problem(csv("id,x,label", "a,1,r", "b,2,")), /^t\.csv: row 1 has no label; /)
    }))
})

describe("isTable", () => {
  it("goes by the ending", () => {
    assert.deepStrictEqual(["a.csv", "b/c.PARQUET", "csv", "a.npy", "a.csv.gz"].map(isTable), [
      true,
      true,
      false,
      false,
      true
    ])
  })
})
