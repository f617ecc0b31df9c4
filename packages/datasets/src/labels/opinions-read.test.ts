import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { inFolder, messageOf } from "../files/fixtures/temporary.ts"
import { type OpinionOptions, readOpinions } from "./opinions-read.ts"

const pool = { path: "pool.csv", rows: 3, ids: ["a/1.png", "a/2.png", "b/1.png"] }

const read = (file: string, text: string, options: Partial<OpinionOptions> = {}) =>
  inFolder((_, write) => Effect.flatMap(write(file, text), (path) => readOpinions(path, { pool, ...options })))

const problem = (file: string, text: string, options: Partial<OpinionOptions> = {}) =>
  inFolder((folder, write) =>
    Effect.flatMap(write(file, text), (path) => messageOf(readOpinions(path, { pool, ...options }), folder))
  )

const task = (data: object, ...annotations: ReadonlyArray<readonly [who: object, choice: string | null]>) => ({
  data,
  annotations: annotations.map(([who, choice]) => ({
    ...who,
    was_cancelled: choice === null,
    result: choice === null ? [] : [{ from_name: "kind", type: "choices", value: { choices: [choice] } }]
  }))
})

describe("labels of several annotators", () => {
  it.effect.each<readonly [string, string]>([
    ["o.csv", "id,annotator,label\na/1.png,anna,cat\na/1.png,ben, dog \nb/1.png,anna,cat\nb/1.png,ben,\n"],
    ["o.tsv", "file_name\twho\tlabel\nphotos/a/1.png\tanna\tcat\na/1.png\tben\tdog\nb/1.png\tanna\tcat\n"],
    [
      "o.jsonl",
      "{\"id\":\"a/1.png\",\"worker_id\":\"anna\",\"label\":\"cat\"}\n{\"id\":\"a/1.png\",\"worker_id\":\"ben\",\"label\":\"dog\"}\n"
      + "{\"id\":\"b/1.png\",\"worker_id\":\"anna\",\"label\":\"cat\"}\n"
    ],
    [
      "tasks.json",
      JSON.stringify([
        task({ image: "/data/upload/1/a/1.png" }, [{ created_username: "anna" }, "cat"], [
          { completed_by: { email: "ben" } },
          "dog"
        ]),
        task({ image: "b/1.png" }, [{ completed_by: "anna" }, "cat"], [{ completed_by: 7 }, null])
      ])
    ]
  ])("are read from %s", ([file, text]) =>
    Effect.gen(function*() {
      const { annotators, given } = yield* read(file, text)
      assert.deepStrictEqual(annotators, ["anna", "ben"])
      assert.deepStrictEqual(given, [
        { position: 0, annotator: 0, label: "cat" },
        { position: 2, annotator: 0, label: "cat" },
        { position: 0, annotator: 1, label: "dog" }
      ])
    }))

  it.effect("leave out what stands for no label", () =>
    Effect.gen(function*() {
      const text = "id,annotator,label\na/1.png,anna,skip\na/2.png,anna,cat\n"
      assert.deepStrictEqual((yield* read("o.csv", text, { skip: ["skip"] })).given.map(({ position }) => position), [
        1
      ])
    }))

  it.effect("are refused where they are not clear", () =>
    Effect.gen(function*() {
      const cases: ReadonlyArray<readonly [string, string, RegExp]> = [
        ["o.csv", "id,label\na/1.png,cat\n", /no column says who gave each label \(found "id", "label"\)/],
        ["o.csv", "id,annotator,label\nc.png,anna,cat\n", /of the annotator "anna": .*"c\.png"/],
        ["o.csv", "id,annotator,label\na/1.png,anna,cat\na/1.png,anna,dog\n", /"anna": the id "a\/1\.png" is labeled/],
        ["o.csv", "id,annotator,label\na/1.png,,cat\n", /column "annotator" is empty/],
        ["o.csv", "id,annotator,label\na/1.png,anna,\n", /nobody gave a label here/],
        ["o.json", "[1]", /holds no tasks of Label Studio's/],
        ["o.json", "[{", /this is not whole JSON/],
        ["o.json", JSON.stringify([task({ image: "a/1.png" }, [{}, "cat"])]), /does not say whose it is/],
        ["o.xml", "<a/>", /no labels of several annotators in a form that is known/]
      ]
      for (const [file, text, message] of cases) assert.match(yield* problem(file, text), message)
    }))
})
