import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readColumn } from "./column.ts"
import { inFolder, messageOf } from "./fixtures/temporary.ts"
import { encodeNpy } from "./npy-write.ts"
import { readPool } from "./pool.ts"

const pool = { rows: 3, ids: ["a", "b", "c"], groups: ["site", "patient"] }

const rows = "id,site,x,y,split\na,N,1,5,train\nb, ,2,6,test\nc,M,3,7,train\n"
const lines = `{"id":"a","site":7,"x":1}\n{"id":"b","site":null,"x":2}\n{"id":"c","site":8,"x":3}\n`

describe("groups beside a pool", () => {
  const of = (file: string, contents: string | Uint8Array) =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const { notes, value } = yield* readColumn("site", yield* write(file, contents), pool)
        return [value, notes.map(String).join().replace(/ of .*/, "")] as const
      })
    )

  it.effect("are texts of a table, by id where it has ids, else by position; blank cells are in none", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* of("g.csv", "id,hospital\nc,N\na,M\nb,\n"), [
        ["M", "", "N"],
        `site: 2 groups, and 1 item in none, by the column "hospital"`
      ])
      assert.deepStrictEqual((yield* of("g.csv", "other,site\n1,M\n2,M\n3,7\n"))[0], ["M", "M", "7"])
      assert.deepStrictEqual((yield* of("g.jsonl", `{"site":1}\n{"site":2}\n{"site":1}\n`))[0], ["1", "2", "1"])
      // −1 is no group, as a number and written out.
      assert.deepStrictEqual((yield* of("g.csv", "site\n-1\n2\n-1.0\n"))[0], ["", "2", ""])
      assert.deepStrictEqual((yield* of("g.jsonl", `{"site":-1}\n{"site":"-1"}\n{"site":1}\n`))[0], ["", "", "1"])
      // An array has numbers, of which core makes groups.
      const array = encodeNpy(Float32Array.of(1, 1, 2), [3, 1])
      assert.deepStrictEqual((yield* of("g.npy", array))[0], { data: Float32Array.of(1, 1, 2), rows: 3, cols: 1 })
    }))

  it.effect("are refused where there is not one for each item", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const wrong: ReadonlyArray<readonly [string, RegExp]> = [
          ["id,site\na,M\nb,M\n", /no row for 1 of the pool's items/],
          ["site\nM\nM\n", /has 2 rows and the pool has 3 items/],
          ["id,u,v\na,1,1\nb,1,1\nc,1,1\n", /no column is named "site"/],
          ["id,site\na,M\na,M\nb,M\nc,M\n", /a/]
        ]
        for (const [contents, message] of wrong) {
          assert.match(yield* messageOf(readColumn("site", yield* write("g.csv", contents), pool), folder), message)
        }
      })
    ))
})

describe("groups in a pool's own table", () => {
  const read = (file: string, contents: string, split?: "train") =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const { columnNames, groups, ids } = yield* readPool(yield* write(file, contents), {
          groups: ["site", "nowhere"],
          split
        })
        return { columnNames, groups: [...groups ?? []], ids }
      })
    )

  it.effect("are given, and no part of the vector, though they be numbers", () =>
    Effect.gen(function*() {
      const csv = yield* read("p.csv", rows)
      assert.deepStrictEqual(csv, { columnNames: ["x", "y"], groups: [["site", ["N", "", "M"]]], ids: ["a", "b", "c"] })
      const jsonl = yield* read("p.jsonl", lines)
      assert.deepStrictEqual([jsonl.columnNames, jsonl.groups], [["x"], [["site", ["7", "", "8"]]]])
      assert.deepStrictEqual((yield* read("p.csv", rows, "train")).groups, [["site", ["N", "M"]]])
    }))
})
