import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { gzipSync } from "node:zlib"
import { inFolder, messageOf } from "../files/fixtures/temporary.ts"
import { type LabelOptions, readLabels } from "../files/labels.ts"

const read = (contents: string | Uint8Array, options?: LabelOptions, name = "l") =>
  inFolder((_, write) => Effect.flatMap(write(name, contents), (path) => readLabels(path, options)))

const problem = (contents: string, options?: LabelOptions) =>
  inFolder((folder, write) =>
    Effect.flatMap(write("l", contents), (path) => messageOf(readLabels(path, options), folder))
  )

const choice = (value: string, name = "label") => ({ from_name: name, type: "choices", value: { choices: [value] } })

const task = (image: string, ...results: ReadonlyArray<ReadonlyArray<object>>) => ({
  id: 1,
  data: { image },
  annotations: results.map((result) => ({ result }))
})

const json = JSON.stringify

describe("Label Studio", () => {
  it.effect("refuses several choices and annotations that disagree, naming the task and both labels", () =>
    Effect.gen(function*() {
      const several = { from_name: "label", type: "choices", value: { choices: ["cat", "dog"] } }
      const both = "l: the item in task 1 has the labels \"cat\" and \"dog\"; an item has one label here: keep one"
      assert.strictEqual(yield* problem(json([task("a.jpg", [several])])), both)
      assert.strictEqual(yield* problem(json([task("a.jpg", [choice("cat")], [choice("dog")])])), both)
      assert.match(
        yield* problem("annotation_id,id,image,label\n1,7,a.jpg,cat\n2,7,a.jpg,dog\n"),
        /task 7 has the label "cat" on line 2 and "dog" on line 3/
      )
      assert.match(
        yield* problem("annotation_id,id,image,label\n1,7,a.jpg,\"{\"\"choices\"\": [\"\"cat\"\",\"\"dog\"\"]}\"\n"),
        /on line 2 has the labels "cat" and "dog"/
      )
    }))

  it.effect("asks which question holds the label where there are several", () =>
    Effect.gen(function*() {
      const tasks = json([task("a.jpg", [choice("cat"), choice("sharp", "quality")])])
      assert.match(yield* problem(tasks), /answer 2 questions \("label", "quality"\); say which .* `labelField`/)
      assert.deepStrictEqual((yield* read(tasks, { labelField: "quality" })).labels, ["sharp"])
      assert.match(yield* problem(tasks, { labelField: "other" }), /no annotation answers "other"/)
      const late = [{ id: 1, image: "b.jpg", annotation_id: null }, {
        id: 2,
        image: "a.jpg",
        sort: "cat",
        annotation_id: 1
      }]
      const sparse = yield* read(json(late))
      assert.deepStrictEqual([sparse.ids, sparse.labels], [["a.jpg"], ["cat"]])
      const min = json([{ id: 1, image: "a.jpg", sort: "cat", mood: "sad", annotation_id: 1 }])
      assert.match(yield* problem(min), /not clear which field.*`labelField`/)
      assert.deepStrictEqual((yield* read(min, { labelField: "mood" })).labels, ["sad"])
    }))

  it.effect("refuses boxes alone, and never takes predictions", () =>
    Effect.gen(function*() {
      const box = { from_name: "b", type: "rectanglelabels", value: { rectanglelabels: ["cat"], x: 1 } }
      assert.match(yield* problem(json([task("a.jpg", [box])])), /no annotation has choices/)
      const guessed = { ...task("a.jpg"), predictions: [{ result: [choice("cat")] }] }
      const none = yield* read(json([guessed]))
      assert.deepStrictEqual([none.ids, none.declined], [[], []])
      assert.include(none.notes.map(Message.toCode).join(), "1 of them without a label yet")
    }))
})

describe("COCO", () => {
  const coco = (annotations: ReadonlyArray<object>) =>
    json({
      images: [{ id: 5, file_name: "a.jpg", width: 10, height: 10 }, { id: 7, file_name: "b.jpg" }],
      annotations,
      categories: [{ id: 3, name: "cat" }, { id: 4, name: "dog" }]
    })

  it.effect("takes the one category of an image, and says where boxes stood for it", () =>
    Effect.gen(function*() {
      const found = yield* read(coco([
        { image_id: 5, category_id: 4, bbox: [1, 1, 2, 2] },
        { image_id: 5, category_id: 4, bbox: [0, 0, 10, 10] }
      ]))
      assert.deepStrictEqual([found.ids, found.labels], [["a.jpg"], ["dog"]])
      assert.include(found.notes.map(Message.toCode).join(), "1 of the annotations are of parts of an image")
    }))

  it.effect("refuses two categories, numbers of nothing, and what a model wrote", () =>
    Effect.gen(function*() {
      const two = [{ image_id: 5, category_id: 3 }, { image_id: 5, category_id: 4 }]
      assert.match(yield* problem(coco(two)), /in image 5 \(a\.jpg\) has the labels "cat" and "dog"/)
      assert.match(
        yield* problem(coco([{ image_id: 6, category_id: 3 }])),
        /annotation 0 is of image "?6"?, which is not/
      )
      assert.match(yield* problem(coco([{ image_id: 5, category_id: 9 }])), /is of category "?9"?, which is not there/)
      assert.match(yield* problem(coco([{ image_id: 5, category_id: 3, score: 0.9 }])), /a model's predictions/)
      assert.match(
        yield* problem(json([{ image_id: 5, category_id: 3, score: 0.9 }])),
        /COCO results, which a model wrote/
      )
      assert.match(yield* problem("{\"images\": [], \"images\": [],\n\"annotations\": []}"), /key "images" twice/)
    }))
})

describe("CVAT", () => {
  const xml = (images: string) => `<?xml version="1.0"?>\n<annotations>\n${images}\n</annotations>`

  it.effect("takes tags, counts shapes, and leaves images without a tag unlabeled", () =>
    Effect.gen(function*() {
      const found = yield* read(xml(
        `<image id="0" name="a &amp; b.jpg"><tag label="cat" source="manual"/><box label="ear"/></image><image id="1" name="c.jpg"/>`
      ))
      assert.deepStrictEqual([found.ids, found.labels, found.declined], [["a & b.jpg"], ["cat"], []])
      assert.include(found.notes.map(Message.toCode).join(), "1 shapes of parts of images are passed over")
    }))

  it.effect("refuses two tags, shapes alone, tracks, and XML that is cut or strange", () =>
    Effect.gen(function*() {
      const two = `<image id="0" name="a.jpg"><tag label="cat"/><tag label="dog"/></image>`
      assert.match(yield* problem(xml(two)), /in image 0 \(a\.jpg\) has the labels "cat" and "dog"/)
      assert.match(yield* problem(xml(`<image id="0" name="a.jpg"><box label="x"/></image>`)), /no image has a tag/)
      assert.match(yield* problem(xml(`<track id="0" label="car"></track>`)), /tracks of a video/)
      assert.match(yield* problem(xml("<image>").slice(0, -20)), /not whole XML/)
      assert.match(yield* problem(xml("<a>".repeat(1e5) + "</a>".repeat(1e5))), /not whole XML|holds no image/)
      assert.match(
        yield* problem(`<!DOCTYPE a [<!ENTITY x "y">]>${xml(`<image name="&x;"/>`).slice(22)}`),
        /not whole XML/
      )
    }))
})

describe("a table with what became of its items", () => {
  it.effect("names that column in any case, and uses it", () =>
    Effect.gen(function*() {
      for (const name of ["status", "Status", "STATUS"]) {
        const found = yield* read(`ID,Label,${name}\na,cat,labeled\nb,,skipped\nc,,bad\n`)
        assert.deepStrictEqual([found.ids, found.declined], [["a"], ["c"]], name)
        assert.notMatch(found.notes.map(Message.toCode).join(), /ignored/)
      }
    }))
})

describe("Roboflow", () => {
  it.effect("takes the one class of an image; none is not labeled; two are refused", () =>
    Effect.gen(function*() {
      const found = yield* read("filename, cat, dog\na.jpg, 0, 1\nb.jpg, 0, 0\n")
      assert.deepStrictEqual([found.form, found.ids, found.labels, found.declined], [
        "roboflow",
        ["a.jpg"],
        ["dog"],
        []
      ])
      assert.match(
        yield* problem("filename, cat, dog\na.jpg, 1, 1\n"),
        /the image "a\.jpg" on line 2 has the classes "cat" and "dog"; several labels an item cannot be taken/
      )
      // Of one class all are; a 0 may be the other of two.
      assert.deepStrictEqual((yield* read("filename,cat\na.jpg,1\nb.jpg,1\n")).labels, ["cat", "cat"])
      for (const text of ["filename,defect\na.jpg,0\nb.jpg,1\n", "filename,class\na.jpg,1\nb.jpg,0\n"]) {
        assert.match(
          yield* problem(text),
          /\.jpg" on line [23] has 0 in "(?:defect|class)", the only column beside the files/
        )
      }
    }))
})

describe("Roboflow's classes", () => {
  it.effect("may be called like numbers", () =>
    Effect.gen(function*() {
      const found = yield* read("filename,+1,-1\na.jpg,0,1\nb.jpg,1,0\n")
      assert.deepStrictEqual([found.form, found.ids, found.labels], ["roboflow", ["a.jpg", "b.jpg"], ["-1", "+1"]])
    }))
})

describe("ImageNet's lists", () => {
  it.effect("take names from synsets.txt, else numbers, and one class an image", () =>
    Effect.gen(function*() {
      const alone = yield* read("a/b c.jpg 3\nd.jpg 0\n")
      assert.deepStrictEqual([alone.form, alone.ids, alone.labels], ["imagenet", ["a/b c.jpg", "d.jpg"], ["3", "0"]])
      assert.include(alone.notes.map(Message.toCode).join(), "called by their numbers")
      assert.match(yield* problem("a.jpg 1 2\n"), /has the classes 1 and 2/)
      assert.match(yield* problem("a.jpg 1\nb.jpg\n"), /line 2 is no file and number/)
    }))
})

describe("tables", () => {
  it.effect("may have an id and a file: the one that the pool has is taken", () =>
    Effect.gen(function*() {
      const pool = { path: "p", rows: 2, ids: ["a/1.jpg", "a/2.jpg"] }
      const found = yield* read("id,image,label\n8,2.jpg,cat\n9,1.jpg,dog\n", { pool })
      assert.deepStrictEqual([found.ids, found.labels], [["a/2.jpg", "a/1.jpg"], ["cat", "dog"]])
      const byId = yield* read("id,image,label\na/1.jpg,,cat\n", { pool })
      assert.deepStrictEqual(byId.ids, ["a/1.jpg"])
    }))

  it.effect("without a header say so", () =>
    Effect.gen(function*() {
      assert.match(
        yield* problem("a.jpg,cat\nb.jpg,dog\n"),
        /line 1 names neither items nor labels .*begin the file with a h/
      )
      const named = yield* problem("name,klass\na.jpg,cat\n")
      assert.match(named, /"name", "klass".*; if this is one, rename to id what names the items, .*`labelField`/)
      assert.match(
        yield* problem("name,klass\na.jpg,cat\n", { labelField: "klass" }),
        /no "id" .*; rename to id the one/
      )
    }))

  it.effect("and forms with a field of their own refuse another", () =>
    Effect.gen(function*() {
      assert.match(yield* problem("a.jpg 1\n", { labelField: "x" }), /`labelField: "x"` says nothing about imagenet/)
    }))
})

describe("packed labels", () => {
  it.effect("are unpacked, whatever form they are in", () =>
    Effect.gen(function*() {
      const found = yield* read(gzipSync("file_name,label\na.jpg,cat\n"), undefined, "metadata.csv.gz")
      assert.deepStrictEqual([found.form, found.labels], ["metadata", ["cat"]])
    }))
})
