import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { inFolder, messageOf, stdin } from "./fixtures/temporary.ts"
import { readLabels } from "./labels.ts"

const problemsOf = (name: string, files: ReadonlyArray<readonly [contents: string, message: string]>) =>
  inFolder((folder, write) =>
    Effect.gen(function*() {
      for (const [contents, message] of files) {
        assert.strictEqual(yield* messageOf(readLabels(yield* write(name, contents)), folder), message)
      }
    })
  )

describe("readLabels", () => {
  it.effect("reads csv and jsonl, exactly as written, and notes what it ignores", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const csv = yield* readLabels(yield* write("l.csv", "label,who,id\ncat,me,007\n 7,me,7\n"))
        assert.deepStrictEqual([csv.ids, csv.labels], [["007", "7"], ["cat", " 7"]])
        assert.deepStrictEqual(csv.notes, ["ignored in the labels: \"who\""])
        assert.strictEqual(csv.sha256.length, 64)
        const lines = "{\"id\":3,\"label\":1}\n{\"id\":\"a\",\"label\":\"x\",\"t\":0}\n"
        const jsonl = yield* readLabels(yield* write("l.jsonl", lines))
        assert.deepStrictEqual([jsonl.ids, jsonl.labels], [["3", "a"], ["1", "x"]])
        assert.deepStrictEqual(jsonl.notes, ["ignored in the labels: \"t\""])
      })
    ))

  it.effect("takes a header alone for no labels, and reads the standard input", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const none = yield* readLabels(yield* write("l.csv", "id,label\n"))
        assert.deepStrictEqual([none.ids, none.labels, none.notes], [[], [], []])
        const piped = yield* readLabels("-").pipe(Effect.provide(stdin("id,label\na,x\n")))
        assert.deepStrictEqual([piped.path, piped.ids], ["stdin", ["a"]])
      })
    ))

  it.effect("takes a blank label for an item that was declined, and says so", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const csv = yield* readLabels(yield* write("l.csv", "id,label\na,\nb,x\nc,  \n"))
        assert.deepStrictEqual([csv.ids, csv.labels, csv.declined], [["b"], ["x"], ["a", "c"]])
        assert.deepStrictEqual(csv.notes, [
          "2 items declined (\"a\", …: no label), neither asked about again nor learned from"
        ])
        const lines = "{\"id\":1,\"label\":null}\n{\"id\":2,\"label\":0}\n"
        const jsonl = yield* readLabels(yield* write("l.jsonl", lines))
        assert.deepStrictEqual([jsonl.ids, jsonl.labels, jsonl.declined], [["2"], ["0"], ["1"]])
        assert.deepStrictEqual(jsonl.notes, [
          "1 item declined (\"1\": no label), neither asked about again nor learned from"
        ])
      })
    ))

  it.effect("refuses bad csv", () =>
    problemsOf("l.csv", [
      [
        "id,class\na,x\n",
        "l.csv: line 1 has no \"label\" (found \"id\", \"class\"); labels need the columns id and label"
      ],
      [
        "item,label\na,x\n",
        "l.csv: line 1 has no \"id\" (found \"item\", \"label\"); labels need the columns id and label"
      ],
      ["id,label,id\na,x,b\n", "l.csv: two columns are named \"id\"; rename one of them"],
      ["id,label\na,x\nb,y\na,x\n", "l.csv: the id \"a\" is labeled on line 2 and again on line 4; keep one"],
      ["id,label\na,\na,x\n", "l.csv: the id \"a\" is labeled on line 2 and again on line 3; keep one"],
      [
        "id,label\na\n",
        "l.csv: row 0 (line 2) has 1 cell and the header 2; make all rows equally long; a cell with a comma in it needs quotes"
      ],
      ["id,label\n,x\n", "l.csv: row 0 (line 2), column \"id\" is empty; fill it in"],
      ["", "l.csv: the file is empty; a csv file begins with a header, such as id,x0,x1"]
    ]))

  it.effect("refuses bad jsonl", () =>
    problemsOf("l.jsonl", [
      ["{\"id\":1}\n", "l.jsonl: line 1 has no \"label\" (found \"id\"); labels need the columns id and label"],
      [
        "{\"id\":1,\"label\":0}\n{\"id\":\"1\",\"label\":0}\n",
        "l.jsonl: the id \"1\" is labeled on line 1 and again on line 2; keep one"
      ]
    ]))

  it.effect("takes no other format", () =>
    problemsOf("l.npy", [["", "l.npy: .npy files cannot be read here; use .csv, .jsonl"]]))
})
