import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { inFolder } from "../files/fixtures/temporary.ts"
import { readLabels } from "../files/labels.ts"

const fixture = (name: string): string => new URL(`./fixtures/${name}`, import.meta.url).pathname

const photos = { path: "photos.npy", rows: 4, ids: ["photo_1.jpg", "a b/2.jpg", "3.jpg", "photos/4.jpg"] }
const animals = { path: "animals.npy", rows: 4, ids: ["3.jpg", "cats/1.jpg", "dogs/my 2.jpg", "more.jpg"] }
const numbered = { path: "pool.npy", rows: 4, ids: undefined }

const read = (name: string, pool: typeof photos) => inFolder(() => readLabels(fixture(name), { pool }))

describe("files that other programs wrote", () => {
  it.effect("Label Studio: matched by the file in the data, skipped tasks declined, predictions left alone", () =>
    Effect.gen(function*() {
      for (
        const [name, form] of [
          ["label-studio.json", "label-studio-json"],
          ["label-studio-min.json", "label-studio-json-min"],
          ["label-studio.csv", "label-studio-csv"]
        ] as const
      ) {
        const found = yield* read(name, photos)
        assert.deepStrictEqual([found.form, found.ids, found.labels], [form, ["photo_1.jpg", "a b/2.jpg"], [
          "cat",
          "dog"
        ]])
        // The short exports leave skipped tasks out.
        assert.deepStrictEqual(found.declined, form === "label-studio-json" ? ["3.jpg"] : [])
        assert.isTrue(found.notes.some((note) => note === "labels are matched with the pool by \"image\""), name)
      }
    }))

  it.effect("Label Studio: never by the number of the task or by position", () =>
    inFolder(() =>
      Effect.gen(function*() {
        for (const name of ["label-studio.json", "label-studio-min.json", "label-studio.csv"]) {
          const error = yield* Effect.flip(readLabels(fixture(name), { pool: numbered }))
          assert.match(error.message, /has no ids, only row numbers; give the pool ids .*`byPosition: true`/, name)
        }
        const placed = yield* readLabels(fixture("label-studio.json"), { pool: numbered, byPosition: true })
        assert.deepStrictEqual([placed.ids, placed.labels, placed.declined], [["0", "1"], ["cat", "dog"], ["2"]])
      })
    ))

  it.effect("CVAT and Datumaro: XML, ImageNet's lists, COCO of whole images", () =>
    Effect.gen(function*() {
      for (
        const [name, form] of [
          ["cvat.xml", "cvat-xml"],
          ["imagenet-txt/train.txt", "imagenet"],
          ["coco.json", "coco"]
        ] as const
      ) {
        const found = yield* read(name, animals)
        assert.deepStrictEqual([found.form, found.ids, found.labels], [
          form,
          ["cats/1.jpg", "dogs/my 2.jpg", "3.jpg"],
          ["cat", "dog", "cat"]
        ])
      }
    }))

  it.effect("Hugging Face's metadata, from pandas", () =>
    Effect.gen(function*() {
      for (const name of ["metadata.csv", "metadata.jsonl"]) {
        const found = yield* read(name, animals)
        assert.deepStrictEqual([found.form, found.ids, found.labels, found.declined], [
          "metadata",
          ["cats/1.jpg", "dogs/my 2.jpg"],
          ["cat", "dog"],
          ["3.jpg"]
        ])
      }
    }))
})
