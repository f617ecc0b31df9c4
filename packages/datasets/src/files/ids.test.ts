import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { gzipSync } from "node:zlib"
import { folder } from "../../test/files.ts"
import { readIds } from "./ids.ts"
import { readMetadata } from "./metadata.ts"

layer(NodeServices.layer)("readIds", (it) => {
  it.effect("reads the column id of a table, whatever else is there, and texts with one id a line", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const of = (path: string) => Effect.map(readIds(path), ({ ids }) => ids)
      assert.deepStrictEqual(yield* of(put("a.csv", "rank,id,score\n1,b,0.5\n2,a,0.1\n")), ["b", "a"])
      assert.deepStrictEqual(yield* of(put("a.tsv", "ID\tx\n007\t1\n")), ["007"])
      assert.deepStrictEqual(yield* of(put("a.jsonl", "{\"id\":7}\n{\"id\":\"x y\"}\n")), ["7", "x y"])
      assert.deepStrictEqual(yield* of(put("a.txt", "\uFEFFa b\r\n\n  c\n")), ["a b", "c"])
      assert.deepStrictEqual(yield* of(put("a.txt.gz", gzipSync("x\ny"))), ["x", "y"])
    }))

  it.effect("refuses a list without a header, which would lose its first id, and what holds none", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const why = (path: string) => Effect.map(Effect.flip(readIds(path)), ({ message, reason }) => [reason, message])
      const [headless, empty, binary] = [
        yield* why(put("h.csv", "a\nb\n")),
        yield* why(put("e.txt", " \n")),
        yield* why(put("b.txt", Uint8Array.of(0xFF, 0xFE)))
      ]
      assert.deepStrictEqual([headless![0], empty![0], binary![0]], ["Missing", "Empty", "Format"])
      assert.include(headless![1]!, "no column is called id, only \"a\"")
    }))
})

layer(NodeServices.layer)("readMetadata", (it) => {
  const pool = { rows: 2, ids: ["a", "b"] }

  it.effect("gives the columns that are there in the pool's order, of a table that may hold more", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const path = put("m.csv", "id,site,n\nc,Z,3\nb, B ,2\na,,1\n")
      const { columns } = yield* readMetadata(path, ["n", "site", "none"], pool)
      assert.deepStrictEqual([...columns], [["n", ["1", "2"]], ["site", ["", "B"]]])
      const plain = yield* readMetadata(put("p.jsonl", "{\"n\":1}\n{\"n\":true}\n"), ["n"], pool)
      assert.deepStrictEqual([...plain.columns], [["n", ["1", "true"]]])
      const numbered = yield* readMetadata(path, ["n"], { rows: 0, ids: undefined })
      assert.deepStrictEqual([...numbered.columns], [["n", []]])
    }))

  it.effect("refuses items without a row, ids that come twice, and another height where there are no ids", () =>
    Effect.gen(function*() {
      const { put } = yield* folder
      const why = (text: string) =>
        Effect.map(Effect.flip(readMetadata(put("m.csv", text), ["n"], pool)), ({ message }) => message)
      assert.match(yield* why("id,n\na,1\n"), /there is no row for the item "b" of the pool/)
      assert.match(yield* why("id,n\na,1\na,2\nb,3\n"), /the id "a" stands in rows 0 and 1/)
      assert.match(yield* why("n\n1\n2\n3\n"), /3 rows and the pool has 2 items/)
    }))
})
