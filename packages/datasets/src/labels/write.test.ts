import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { inFolder, messageOf } from "../files/fixtures/temporary.ts"
import { readLabels } from "../files/labels.ts"
import type { Answers } from "./answers.ts"
import type { LabelForm } from "./reading.ts"
import { writeLabels } from "./write.ts"

/** Which forms can say what. */
const forms: ReadonlyArray<readonly [form: LabelForm, file: string, declines: boolean]> = [
  ["csv", "l.csv", true],
  ["tsv", "l.tsv", true],
  ["jsonl", "l.jsonl", true],
  ["json", "l.json", true],
  ["parquet", "l.parquet", true],
  ["metadata", "metadata.csv", true],
  ["metadata", "metadata.jsonl", true],
  ["metadata", "metadata.parquet", true],
  ["label-studio-json", "tasks.json", true],
  ["label-studio-json-min", "min.json", false],
  ["label-studio-csv", "studio.csv", false],
  ["cvat-xml", "annotations.xml", false],
  ["imagenet", "train.txt", false],
  ["coco", "coco.json", false],
  ["roboflow", "_classes.csv", false]
]

/** Names as people and programs write them: words, paths, signs of every format, other scripts. */
const character = fc.constantFrom(...Array.from("ab19 .,;:/\\-_=+@#\"'`<>&[]{}()|%?*!~é日\u00A0ß😀Å"))
const name = fc.string({ unit: character, minLength: 1, maxLength: 8 }).filter((text) => text.trim() !== "")

const answers = (declines: boolean): fc.Arbitrary<Answers> =>
  fc.tuple(
    fc.uniqueArray(name, { minLength: 1, maxLength: 8 }),
    fc.array(name.map((text) => text.trim()), { minLength: 1, maxLength: 3 }),
    fc.nat({ max: declines ? 3 : 0 })
  ).map(([ids, classes, skipped]) => ({
    ids: ids.slice(0, Math.max(1, ids.length - skipped)),
    labels: ids.slice(0, Math.max(1, ids.length - skipped)).map((_, i) => classes[i % classes.length]!),
    declined: ids.slice(Math.max(1, ids.length - skipped))
  }))

const back = (form: LabelForm, file: string, given: Answers) =>
  inFolder((folder) => Effect.andThen(writeLabels(`${folder}/${file}`, form, given), readLabels(`${folder}/${file}`)))

describe.each(forms)("labels written as %s (%s)", (form, file, declines) => {
  test.prop([answers(declines)], { numRuns: runs(form === "parquet" || file.endsWith(".parquet") ? 10 : 40) })(
    "are read as they were",
    async (given) => {
      const found = await Effect.runPromise(back(form, file, given))
      assert.deepStrictEqual([found.ids, found.labels, found.declined], [given.ids, given.labels, given.declined])
      assert.strictEqual(found.form, form)
    }
  )
})

const problem = (form: LabelForm, given: Answers) =>
  inFolder((folder) => messageOf(writeLabels(`${folder}/l`, form, given), folder))

describe("writeLabels", () => {
  it.effect("refuses what a form cannot say", () =>
    Effect.gen(function*() {
      for (const [form, , declines] of forms) {
        const given = { ids: ["a"], labels: ["x"], declined: ["b"] }
        if (!declines) {
          assert.include(yield* problem(form, given), `${form} cannot say that an item was declined, and "b" was`)
        }
      }
      assert.include(yield* problem("imagenet", { ids: ["a\nb"], labels: ["x"] }), "holds a line break")
      assert.include(
        yield* problem("cvat-xml", { ids: ["a\u0001"], labels: ["x"] }),
        "a character that XML cannot hold"
      )
      assert.include(yield* problem("roboflow", { ids: ["a"], labels: ["Label"] }), "cannot be called \"Label\"")
      assert.include(yield* problem("folder", { ids: [], labels: [] }), "is no file")
    }))

  it.effect("refuses what no reader would give back", () =>
    Effect.gen(function*() {
      assert.include(yield* problem("csv", { ids: ["a", "a"], labels: ["x", "y"] }), "\"a\" stands in rows 0 and 1")
      assert.include(yield* problem("csv", { ids: ["a"], labels: ["x"], declined: ["a"] }), "stands in rows 0 and 1")
      assert.include(yield* problem("csv", { ids: ["a"], labels: [" x"] }), "has spaces around it")
      assert.include(yield* problem("csv", { ids: [" "], labels: ["x"] }), "is blank")
      assert.include(yield* problem("jsonl", { ids: ["\ud83d"], labels: ["x"] }), "half of a character")
      assert.include(yield* problem("csv", { ids: ["a"], labels: [] }), "1 ids have 0 labels")
    }))
})
