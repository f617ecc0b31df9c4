import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { parquetWriteBuffer } from "hyparquet-writer"
import { gzipSync } from "node:zlib"
import { folder } from "../../test/files.ts"
import { readRawTable } from "./raw-rows.ts"

layer(NodeServices.layer)("the cells of a table", (it) => {
  it.effect("are as they are written, in every format", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const parquet = new Uint8Array(parquetWriteBuffer({
        columnData: [{ name: "id", data: ["a", "b", "c"] }, { name: "x", data: [1, 2.5, 3], type: "DOUBLE" }],
        rowGroupSize: 2
      }))
      const read = (name: string, contents: string | Uint8Array) =>
        Effect.map(readRawTable(put(name, contents)), ({ names, rows }) => [names, rows.map((row) => [...row])])
      assert.deepStrictEqual(yield* read("t.csv", "id,x\na,1\nb,\"2, 5\"\n"), [["id", "x"], [["a", "1"], [
        "b",
        "2, 5"
      ]]])
      assert.deepStrictEqual(yield* read("t.tsv.gz", gzipSync("id\tx\na\t\n")), [["id", "x"], [["a", ""]]])
      const jsonl = `{"id": "a", "x": [1]}\n{"y": null, "id": "b"}\n`
      assert.deepStrictEqual(yield* read("t.jsonl", jsonl), [["id", "x", "y"], [["a", [1], undefined], [
        "b",
        undefined,
        null
      ]]])
      assert.deepStrictEqual(yield* read("t.parquet", parquet), [["id", "x"], [["a", 1], ["b", 2.5], ["c", 3]]])
    }))

  it.effect("are refused where there are none, or rows of another length", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const problem = (name: string, contents: string) =>
        Effect.map(Effect.flip(readRawTable(put(name, contents))), ({ message }) => message)
      assert.match(yield* problem("a.csv", "id,x\n"), /has no rows of data/)
      assert.match(yield* problem("b.jsonl", "\n"), /has no rows of data/)
      assert.match(yield* problem("c.csv", "id,x\na\n"), /has 1 cell and the header 2/)
      assert.match(yield* problem("d.txt", "x"), /\.txt files cannot be read here/)
      assert.deepStrictEqual((yield* readRawTable(put("e.csv", "1,2\n"), { noHeader: true })).names, ["0", "1"])
    }))
})
