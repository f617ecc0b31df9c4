import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { inFolder, messageOf } from "../files/fixtures/temporary.ts"
import { readLabels } from "../files/labels.ts"
import type { Answers, Opinion } from "./answers.ts"
import { isOpenStatus, type LabelForm } from "./reading.ts"
import { printLabels, writeLabels } from "./write.ts"

const said = (who: string, label: string | null, decides = false): Opinion => ({ who, label, at: 0, ms: 1500, decides })

/** A label, one by majority, one declined by majority, a bad one, a skipped one, a conflict. */
const answers: Answers = {
  ids: ["a.png", "b.png"],
  labels: ["cat", "dog"],
  declined: ["c.png", "d.png"],
  open: ["e.png", "f.png"],
  columns: {
    who: ["ann", "bob; cia", "bob", "ann", null, null],
    ms: [1500, 2, 3, 4, null, null],
    status: ["labeled", "labeled", "cannot-tell", "bad", "skipped", "conflict"],
    split: ["train", "test", "train", "train", "train", "train"]
  },
  opinions: new Map([
    ["a.png", [said("ann", "cat")]],
    ["b.png", [said("ann", "cat"), said("bob", "dog", true), said("cia@x.org", "dog", true)]],
    ["c.png", [said("ann", "cat"), said("bob", null, true), said("cia", null, true)]],
    ["d.png", [said("ann", null)]],
    ["e.png", []],
    ["f.png", [said("ann", "cat"), said("bob", "dog")]]
  ]),
  sizes: new Map([["a.png", [4, 3]], ["b.png", [5, 5]]])
}

const labeled: Answers = { ...answers, declined: [], open: [], columns: { split: ["train", "test"] } }

const back = (form: LabelForm, file: string) =>
  inFolder((folder) => Effect.andThen(writeLabels(`${folder}/${file}`, form, answers), readLabels(`${folder}/${file}`)))

interface Annotation {
  readonly created_username: string
  readonly completed_by: unknown
  readonly ground_truth: boolean
  readonly was_cancelled: boolean
  readonly lead_time: number
  readonly created_at: string
}

interface Task {
  readonly annotations: ReadonlyArray<Annotation>
  readonly meta: { readonly split: string }
}

interface Coco {
  readonly images: ReadonlyArray<{ readonly width: number; readonly split: string }>
  readonly annotations: ReadonlyArray<{ readonly bbox: ReadonlyArray<number>; readonly area: number }>
}

const json = (form: "coco" | "label-studio-json", given: Answers): unknown =>
  JSON.parse(String(printLabels(form, given)[0]!.contents))

describe("labels with who said what", () => {
  it.effect.each<readonly [LabelForm, string]>([
    ["csv", "l.csv"],
    ["tsv", "l.tsv"],
    ["jsonl", "l.jsonl"],
    ["json", "l.json"],
    ["parquet", "l.parquet"],
    ["metadata", "metadata.csv"],
    ["metadata", "metadata.jsonl"],
    ["metadata", "metadata.parquet"],
    ["label-studio-json", "tasks.json"]
  ])(
    "are read as %s: the open ones as not labeled yet, the declined with why",
    ([form, file]) =>
      Effect.gen(function*() {
        const found = yield* back(form, file)
        assert.deepStrictEqual([found.ids, found.labels, found.declined], [
          answers.ids,
          answers.labels,
          answers.declined
        ])
        assert.deepStrictEqual([...found.statuses], [["c.png", "cannot-tell"], ["d.png", "bad"]])
      })
  )

  it("are annotations of Label Studio's, a person each, that its import takes", () => {
    const [one, two, , , skipped] = json("label-studio-json", answers) as [Task, Task, Task, Task, Task]
    assert.deepStrictEqual(
      [one.annotations[0]?.lead_time, one.annotations[0]?.created_at, one.meta.split, one.annotations[0]?.completed_by],
      [1.5, "1970-01-01T00:00:00.000Z", "train", null]
    )
    assert.deepStrictEqual(
      two.annotations.map((a) => [a.created_username, a.completed_by, a.ground_truth, a.was_cancelled]),
      [["ann", null, false, false], ["bob", null, true, false], ["cia@x.org", { email: "cia@x.org" }, true, false]]
    )
    assert.deepStrictEqual(skipped.annotations, [])
  })

  it("are whole images in COCO and CVAT, with their splits", () => {
    const { annotations, images } = json("coco", labeled) as Coco
    assert.deepStrictEqual([images[0]?.width, images[0]?.split, images[1]?.split], [4, "train", "test"])
    assert.deepStrictEqual([annotations[0]?.bbox, annotations[0]?.area], [[0, 0, 4, 3], 12])
    const xml = String(printLabels("cvat-xml", labeled)[0]!.contents)
    assert.include(xml, "<image id=\"0\" name=\"a.png\" subset=\"train\" width=\"4\" height=\"3\">")
    // Datumaro 1.13 takes images of a subset only where the project has a task of it.
    const subsets = [...xml.matchAll(/<project>.*<\/project>/gs)].join().match(/<subset>\w+<\/subset>/g)
    assert.deepStrictEqual(subsets, ["<subset>train</subset>", "<subset>test</subset>"])
    const { columns: _, ...bare } = labeled
    assert.notMatch(String(printLabels("cvat-xml", bare)[0]!.contents), /<project>|subset/)
  })

  it.effect("are refused where the form or the columns cannot say it", () =>
    Effect.gen(function*() {
      const problem = (given: Answers, form: LabelForm = "csv") =>
        inFolder((folder) => messageOf(writeLabels(`${folder}/l`, form, given), folder))
      const some: Answers = { ids: ["a"], labels: ["x"], open: ["b"] }
      assert.include(yield* problem(some), "csv cannot say that \"b\" has no label yet")
      assert.include(yield* problem({ ...some, columns: { status: ["", "skipped"] } }, "coco"), "coco cannot say")
      assert.include(yield* problem({ ...some, columns: { status: ["skipped", "x"] } }), "has no label yet")
      assert.include(yield* problem({ ...some, columns: { status: ["skipped"] } }), "has 1 values for 2 items")
      assert.include(yield* problem({ ...some, columns: { Label: ["", ""] } }), "is called \"Label\"")
      assert.deepStrictEqual(["skipped", "conflict", "bad", undefined, ""].map(isOpenStatus), [
        true,
        true,
        false,
        false,
        false
      ])
    }))
})
