import { assert, describe, it } from "@effect/vitest"
import { fc } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { readCsv } from "./csv.ts"
import { Malformed } from "./errors.ts"
import { source } from "./fixtures/source.ts"

/** Header, then rows with their numbers and lines. */
const rowsOf = Effect.fnUntraced(function*(text: string | Uint8Array) {
  const seen: Array<unknown> = []
  yield* readCsv(source(text, "pool.csv"), {
    header: (names) => seen.push(names),
    row: (cells, row, line) => seen.push([row, line, ...cells])
  })
  return seen
})

const problemOf = (text: string) => rowsOf(text).pipe(Effect.flip, Effect.map((error) => error.message))

describe("readCsv", () => {
  it.effect("hands over the header and the rows, with the line on which each begins", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* rowsOf("id,x\na,1\n\"b\nc\",2\r\nd,\"3\"\"4\"\n"), [
        ["id", "x"],
        [0, 2, "a", "1"],
        [1, 3, "b\nc", "2"],
        [2, 5, "d", "3\"4"]
      ])
    }))

  it.effect("skips the byte order mark, takes any line ending, needs none at the end", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* rowsOf("\uFEFFid,x\r\na,1\r\nb,2"), [["id", "x"], [0, 2, "a", "1"], [
        1,
        3,
        "b",
        "2"
      ]])
    }))

  it.effect("reads across the pieces of a long file", () =>
    Effect.gen(function*() {
      const rows = Array.from({ length: 40_000 }, (_, i) => `ü${i},"${i}\n"`)
      const seen = yield* rowsOf(`id,x\n${rows.join("\n")}\n`)
      assert.strictEqual(seen.length, 40_001)
      assert.deepStrictEqual(seen.slice(-1), [[39_999, 2 + 2 * 39_999, "ü39999", "39999\n"]])
    }))

  it.effect("skips blank lines, but not where one may be a missing value", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* rowsOf("id,x\na,1\n\nb,2\n\n"), [["id", "x"], [0, 2, "a", "1"], [1, 4, "b", "2"]])
      assert.deepStrictEqual(yield* rowsOf("x\n1\n\n"), [["x"], [0, 2, "1"]])
      assert.strictEqual(yield* problemOf("x\n1\n\n2\n"), "pool.csv: line 3 is blank; fill it in, or delete it")
    }))

  it.effect("refuses rows of another length", () =>
    Effect.gen(function*() {
      assert.strictEqual(
        yield* problemOf("id,x,y\na,1,2\nb,1\n"),
        "pool.csv: row 1 (line 3) has 2 cells and the header 3; make all rows equally long; a cell with a comma in it needs quotes"
      )
      assert.match(yield* problemOf("id,x\na,1,2\n"), /row 0 \(line 2\) has 3 cells and the header 2/)
      assert.match(yield* problemOf("id,x\na\n"), /row 0 \(line 2\) has 1 cell and the header 2/)
    }))

  it.effect("refuses an empty file and one without a header, but takes pandas's counted columns", () =>
    Effect.gen(function*() {
      assert.match(yield* problemOf(""), /^pool\.csv: the file is empty; a csv file begins with a header/)
      assert.strictEqual(
        yield* problemOf("0.5,1\n2,3\n"),
        "pool.csv: this file seems to have no header: line 1 holds numbers (\"0.5\", …) where names should be; " +
          "add a header, such as id,x0,x1; or pass `noHeader: true`, which names the columns 0, 1, …"
      )
      assert.deepStrictEqual(yield* rowsOf("0,1\n2,3\n"), [["0", "1"], [0, 2, "2", "3"]])
      assert.deepStrictEqual(yield* rowsOf("1,2\n2,3\n"), [["1", "2"], [0, 2, "2", "3"]])
    }))

  it.effect("refuses quotes that do not match, with the line on which the row begins", () =>
    Effect.gen(function*() {
      const hint = "put cells that contain quotes or commas into quotes, and double the quotes inside"
      assert.strictEqual(
        yield* problemOf("id,x\na,1\nb,\"2\nc,3\nd,4\n"),
        `pool.csv: a quote in the row that begins on line 3 is never closed; ${hint}`
      )
      assert.strictEqual(
        yield* problemOf("id,x\na,\"1\"2\n"),
        `pool.csv: the quotes in the row that begins on line 2 do not match; ${hint}`
      )
    }))

  it.effect("passes on what the sink refuses, and dies of what it does not expect", () =>
    Effect.gen(function*() {
      const refusing = (error: unknown) =>
        readCsv(source("id\na\n", "pool.csv"), {
          header: () => {},
          row: () => {
            throw error
          }
        })
      const refused = yield* refusing(new Malformed("no", "stop", { reason: "Empty" })).pipe(Effect.flip)
      assert.strictEqual(refused.message, "pool.csv: no; stop")
      const defect = yield* refusing(new Error("bug")).pipe(Effect.catchDefect((error) => Effect.succeed(error)))
      assert.instanceOf(defect, Error)
    }))

  it.effect("reads back what was quoted", () =>
    Effect.promise(() =>
      fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 5 }), async (rows) => {
        const quote = (cell: string) => `"${cell.replaceAll("\"", "\"\"")}"`
        const text = ["a,b", ...rows.map((row) => row.map(quote).join(","))].join("\n")
        const seen = await Effect.runPromise(rowsOf(text))
        assert.deepStrictEqual(seen.slice(1).map((row) => (row as Array<unknown>).slice(2)), rows)
      }))
    ))
})
