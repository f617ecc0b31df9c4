import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { source } from "./fixtures/source.ts"
import { readTable } from "./read-table.ts"

const csv = (text: string, idColumn?: string) => readTable(source(text, "pool.csv"), "csv", { idColumn })
const jsonl = (...rows: Array<unknown>) =>
  readTable(source(rows.map((row) => JSON.stringify(row)).join("\n"), "pool.jsonl"), "jsonl", {})
const problemOf = <A>(effect: Effect.Effect<A, Error>) => effect.pipe(Effect.flip, Effect.map((error) => error.message))

describe("readTable", () => {
  it.effect("reads csv", () =>
    Effect.gen(function*() {
      const { cols, data, ids, rows } = yield* csv("x,key,y\n1,007,2\n3, b,4e1\n", "key")
      assert.deepStrictEqual({ cols, data, ids, rows }, {
        cols: 2,
        data: Float32Array.of(1, 2, 3, 40),
        ids: ["007", " b"],
        rows: 2
      })
      const lists = yield* csv("id,v\na,\"[1, 2]\"\nb,\"[3, 4]\"\n")
      assert.deepStrictEqual(lists.data, Float32Array.of(1, 2, 3, 4))
    }))

  it.effect("reads jsonl, its keys in the order of the first row", () =>
    Effect.gen(function*() {
      const { data, ids } = yield* jsonl({ x: 1, y: 2, id: 10 }, { id: "b", y: 4, x: 3 })
      assert.deepStrictEqual({ data, ids }, { data: Float32Array.of(1, 2, 3, 4), ids: ["10", "b"] })
      const lists = yield* jsonl({ id: "a", v: [1], t: "cat" }, { id: "b", v: [2], other: null })
      assert.deepStrictEqual(lists.data, Float32Array.of(1, 2))
    }))

  it.effect("refuses keys that come and go where they would be the vector", () =>
    Effect.gen(function*() {
      assert.strictEqual(
        yield* problemOf(jsonl({ x: 1 }, { x: 2, y: 3 })),
        "pool.jsonl: row 1 (line 2) has \"y\", which the first row has not; give every row the same keys"
      )
      assert.strictEqual(
        yield* problemOf(jsonl({ x: 1, y: 2 }, { x: 2 })),
        "pool.jsonl: row 1 (line 2), column \"y\" is empty; fill in a number, or drop the row"
      )
      assert.match(yield* problemOf(jsonl({ x: "1" })), /row 0 \(line 1\), column "x" holds "1", which is not a number/)
    }))

  it.effect("refuses files without data", () =>
    Effect.gen(function*() {
      assert.strictEqual(
        yield* problemOf(csv("id,x\n")),
        "pool.csv: the file has no rows of data; a pool needs at least one item"
      )
      assert.match(yield* problemOf(csv("")), /pool\.csv: the file is empty/)
      assert.strictEqual(yield* problemOf(jsonl()), "pool.jsonl: the file is empty; a pool needs at least one item")
    }))

  it.effect("reads very many columns, in a time that grows as their number does", () =>
    Effect.gen(function*() {
      const names = Array.from({ length: 200_000 }, (_, i) => `x${i}`)
      const table = yield* csv(`${names.join()}\n${names.map((_, i) => i).join()}\n`)
      assert.deepStrictEqual([table.cols, table.data.at(-1)], [200_000, 199_999])
      const twice = yield* problemOf(csv(`${names.slice(0, 1000).join()},x7\n`.repeat(2)))
      assert.match(twice, /two columns are named "x7"/)
    }))

  it.effect("says in few words what is wrong with what has no end", () =>
    Effect.gen(function*() {
      const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`
      const line = (text: string) => readTable(source(`{"x":${text}}\n`, "pool.jsonl"), "jsonl", {})
      const tables = [
        line(deep),
        line("{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000)),
        line(`"${"x".repeat(100_000)}"`),
        line(`"\\u001b[31m\\u202e"`),
        csv(`id,v\na,"${deep}"\n`),
        csv(`${"y".repeat(100_000)},z\n1,x\n`),
        csv(`a,\u001b[31m\n1,x\n`)
      ]
      for (const table of tables) {
        const problem = yield* problemOf(table)
        assert.isBelow(problem.length, 400)
        assert.notMatch(problem, /[\u001b\u202e]/)
      }
    }))
})
