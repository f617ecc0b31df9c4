import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { parquet } from "../../test/parquet.ts"
import { inFolder, messageOf, stdin } from "./fixtures/temporary.ts"
import { type LabelOptions, readLabels } from "./labels.ts"

const problemsOf = (
  name: string,
  files: ReadonlyArray<readonly [contents: string, message: string, options?: LabelOptions]>
) =>
  inFolder((folder, write) =>
    Effect.gen(function*() {
      for (const [contents, message, options] of files) {
        assert.strictEqual(yield* messageOf(readLabels(yield* write(name, contents), options), folder), message)
      }
    })
  )

describe("readLabels", () => {
  it.effect("reads csv and jsonl, ids exactly as written, and notes what it ignores", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const csv = yield* readLabels(yield* write("l.csv", "label,who,id\ncat,me,007\n 7,me,7\n"))
        assert.deepStrictEqual([csv.ids, csv.labels], [["007", "7"], ["cat", "7"]])
        assert.deepStrictEqual(csv.notes.map(Message.toCode), ["ignored in the labels: \"who\""])
        assert.deepStrictEqual([csv.sha256.length, csv.form], [64, "csv"])
        const lines = "{\"id\":3,\"label\":1}\n{\"id\":\"a\",\"label\":\"x\",\"t\":0}\n"
        const jsonl = yield* readLabels(yield* write("l.jsonl", lines))
        assert.deepStrictEqual([jsonl.ids, jsonl.labels], [["3", "a"], ["1", "x"]])
        assert.deepStrictEqual([jsonl.notes, jsonl.form], [["ignored in the labels: \"t\""], "jsonl"])
      })
    ))

  it.effect("reads tabs, semicolons, parquet and a JSON list, whatever the name, and says so", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const table = parquet([
          { name: "id", data: [7n, 8n, 9n], type: "INT64" },
          { name: "label", data: ["a", "b", null], type: "STRING" }
        ])
        const files: ReadonlyArray<readonly [contents: string | Uint8Array, form: string]> = [
          ["\uFEFFId\tLabel\r\n7\ta\r\n8\tb\r\n9\t\r\n", "tsv"],
          ["id ; label\n7;a\n8;b\n9;\n", "csv"],
          ["[{\"id\":7,\"label\":\"a\"},{\"id\":8,\"label\":\"b\"},{\"id\":9,\"label\":null}]", "json"],
          [table, "parquet"]
        ]
        for (const [contents, form] of files) {
          const found = yield* readLabels(yield* write("labels", contents))
          assert.deepStrictEqual([found.ids, found.labels, found.declined, found.form], [
            ["7", "8"],
            ["a", "b"],
            ["9"],
            form
          ])
          assert.isAbove(found.notes.length, 0)
        }
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
        assert.deepStrictEqual(csv.notes.map(Message.toCode), [
          "2 items declined (\"a\", …: no label), neither asked about again nor learned from"
        ])
        const lines = "{\"id\":1,\"label\":null}\n{\"id\":2,\"label\":0}\n"
        const jsonl = yield* readLabels(yield* write("l.jsonl", lines))
        assert.deepStrictEqual([jsonl.ids, jsonl.labels, jsonl.declined], [["2"], ["0"], ["1"]])
      })
    ))

  it.effect("trims labels, skips what it is told to skip, and says which classes look strange", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const file = yield* write("l.csv", "id,label\na,Cat\nb,cat \nc,cat\nd,NA\ne,skip\nf,nan\n")
        const all = yield* readLabels(file)
        assert.deepStrictEqual([all.labels, all.declined], [["Cat", "cat", "cat", "NA", "skip", "nan"], []])
        assert.deepStrictEqual(all.notes.map(Message.toCode), [
          "\"NA\" is a class here (1 item); `skip: [\"NA\"]` takes it for no label",
          "\"skip\" is a class here (1 item); `skip: [\"skip\"]` takes it for no label",
          "\"nan\" is a class here (1 item); `skip: [\"nan\"]` takes it for no label",
          "classes that look alike: \"Cat\" and \"cat\"; each is a class of its own"
        ])
        const some = yield* readLabels(file, { skip: ["skip", "NA", "nan"] })
        assert.deepStrictEqual([some.labels, some.declined], [["Cat", "cat", "cat"], ["d", "e", "f"]])
      })
    ))

  it.effect("refuses what a model predicted, unless it is trusted", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const written = "id,label,probability\na,x,0.9\n"
        const files = [
          ["renamed.csv", written],
          ["round1.predicted.csv", "id,label\na,x\n"],
          ["l.jsonl", "{\"id\":\"a\",\"label\":\"x\",\"probability\":0.9}\n"]
        ] as const
        for (const [name, text] of files) {
          const path = yield* write(name, text)
          assert.match(yield* messageOf(readLabels(path), folder), /a model's predictions and not labels.*`trustPred/)
          assert.deepStrictEqual((yield* readLabels(path, { trustPredictions: true })).ids, ["a"])
        }
      })
    ))

  it.effect("matches by file name, and by position only where it is asked to", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const pool = { path: "pool.npy", rows: 3, ids: ["a/1.jpg", "b/1.jpg", "c/2.jpg"] }
        const file = yield* write("metadata.csv", "file_name,label\n2.jpg,x\nphotos/a/1.jpg,y\n")
        const found = yield* readLabels(file, { pool })
        assert.deepStrictEqual([found.ids, found.labels, found.form], [["c/2.jpg", "a/1.jpg"], ["x", "y"], "metadata"])
        const nameless = { path: "pool.npy", rows: 2, ids: undefined }
        assert.match(
          yield* messageOf(readLabels(file, { pool: nameless }), folder),
          /name their items by "file_name", and the pool pool\.npy has no ids.*`byPosition: true`/
        )
        const placed = yield* readLabels(file, { pool: nameless, byPosition: true })
        assert.deepStrictEqual([placed.ids, placed.labels], [["0", "1"], ["x", "y"]])
      })
    ))

  it.effect("reads a folder a class, its parts in any case, nested", () =>
    inFolder((folder, write) =>
      Effect.gen(function*() {
        const { mkdirSync } = yield* Effect.promise(() => import("node:fs"))
        for (const path of ["Train/cat/deep", "VAL/dog", "test/cat"]) {
          mkdirSync(`${folder}/photos/${path}`, { recursive: true })
        }
        for (const path of ["Train/cat/deep/1.jpg", "VAL/dog/2.png", "test/cat/3.jpg", "test/cat/notes.txt"]) {
          yield* write(`photos/${path}`, "")
        }
        const found = yield* readLabels(`${folder}/photos`)
        assert.deepStrictEqual([found.form, found.ids, found.labels], [
          "folder",
          ["Train/cat/deep/1.jpg", "VAL/dog/2.png", "test/cat/3.jpg"],
          ["cat", "dog", "cat"]
        ])
        const pool = { path: "p", rows: 3, ids: ["1.jpg", "2.png", "new/3.jpg"] }
        assert.deepStrictEqual((yield* readLabels(`${folder}/photos`, { pool })).ids, pool.ids)
      })
    ))

  it.effect("needs nothing that names the items where they are in the pool's order", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const pool = { path: "pool.npy", rows: 4, ids: ["a", "b", "c", "d"] }, byPosition = true
        for (
          const [name, text] of [
            ["l.csv", "label\ncat\n\"\"\ndog\ncat\n"],
            ["k.csv", "label\ncat\n\ndog\ncat\n"],
            ["m.csv", "note,label\n1,cat\n2,\n3,dog\n4,cat\n"],
            ["l.jsonl", "{\"label\":\"cat\"}\n{\"label\":null}\n{\"label\":\"dog\"}\n{\"label\":\"cat\"}\n"]
          ] as const
        ) {
          const file = yield* write(name, text),
            { declined, ids, labels } = yield* readLabels(file, { pool, byPosition })
          assert.deepStrictEqual([ids, labels, declined], [["a", "c", "d"], ["cat", "dog", "cat"], []], name)
        }
        const late = yield* readLabels(yield* write("e.csv", "label\n\ncat\n\n\n"), { pool, byPosition })
        assert.deepStrictEqual([late.ids, late.labels], [["b"], ["cat"]])
        const short = yield* Effect.flip(readLabels(yield* write("s.csv", "label\ncat\n"), { pool, byPosition }))
        assert.include(short.message, "it has 1 row, and the pool pool.npy has 4 items")
        const bare = yield* Effect.flip(readLabels(yield* write("b.csv", "cat\ndog\ncat\ncat\n"), { pool, byPosition }))
        assert.include(bare.message, "line 1 names neither items nor labels")
      })
    ))

  it.effect("refuses bad csv", () =>
    problemsOf("l.csv", [
      [
        "id,class\na,x\n",
        "l.csv: line 1 has no \"label\" (found \"id\", \"class\"); labels need the columns id and label; name another with `labelField`"
      ],
      [
        "item,label\na,x\n",
        "l.csv: line 1 has no \"id\" (found \"item\", \"label\"); labels need the columns id and label; rename to id the one that names the items"
      ],
      ["id,label,id\na,x,b\n", "l.csv: two columns are named \"id\"; rename one of them"],
      ["id,label\na,x\nb,y\na,x\n", "l.csv: the id \"a\" is labeled on line 2 and again on line 4; keep one"],
      ["id,label\na,\na,x\n", "l.csv: the id \"a\" is labeled on line 2 and again on line 3; keep one"],
      [
        "id,label\na\n",
        "l.csv: row 0 (line 2) has 1 cell and the header 2; make all rows equally long; a cell with a comma in it needs quotes"
      ],
      ["id,label\n,x\n", "l.csv: row 0 (line 2), column \"id\" is empty; fill it in"],
      ["", "l.csv: the file is empty; a file of labels begins with a header, id,label"]
    ]))

  it.effect("takes another column for the label where it is named", () =>
    inFolder((_, write) =>
      Effect.gen(function*() {
        const found = yield* readLabels(yield* write("l.csv", "id,species,label\na,x,1\n"), { labelField: "species" })
        assert.deepStrictEqual(found.labels, ["x"])
      })
    ))

  it.effect("refuses bad jsonl", () =>
    problemsOf("l.jsonl", [
      [
        "{\"id\":1}\n",
        "l.jsonl: line 1 has no \"label\" (found \"id\"); labels need the columns id and label; name another with `labelField`"
      ],
      [
        "{\"id\":1,\"label\":0}\n{\"id\":\"1\",\"label\":0}\n",
        "l.jsonl: the id \"1\" is labeled on line 1 and again on line 2; keep one"
      ],
      [
        "{\"id\":1,\"label\":0}\n{\"id\":2,\"id\":3,\"label\":0}\n",
        "l.jsonl: line 2 has the key \"id\" twice in one object; keep one"
      ]
    ]))

  it.effect("refuses what is in no form that it knows", () =>
    problemsOf("l.bin", [
      ["PK\x03\x04", "l.bin: this is a zip archive; unpack it, and name the file or the folder in it"],
      [
        "{\n \"a\": 1\n}",
        "l.bin: this JSON holds no labels in a form that is known; give Label Studio's JSON, JSON-MIN or CSV, COCO (images, annotations, categories), or a csv of id,label"
      ],
      [
        "<html></html>",
        "l.bin: this XML is of <html>, not of CVAT's <annotations>; export the task as CVAT for images 1.1, or as ImageNet 1.0"
      ]
    ]))
})
