import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { readLabels } from "@marginalia/datasets/files"
import * as Effect from "effect/Effect"
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { bad, label, says, skip } from "../../test/sessions.ts"
import { itemsOf, subjectOf } from "../../test/subject.ts"
import { type Format, formats } from "./format.ts"
import type { Subject } from "./subject.ts"
import { exportProject } from "./write.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-export-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

const ids = ["a/1.jpg", "b/1.jpg", "b/2.png", "3.png", "4.png", "5.png"]

const acts = [
  says("ann", [0, 2], label(0)),
  says("bob", [1, 3], label(1)),
  says("ann", 4, bad),
  says("ann", 5, skip)
]

/** A project of images that are files below `root`. */
const photosIn = (root: string, change: Partial<Subject["session"]["created"]> = {}): Subject => {
  const files = ids.map((id) => join(root, "photos", id))
  for (const [i, file] of files.entries()) {
    mkdirSync(join(file, ".."), { recursive: true })
    writeFileSync(file, `pixels ${i}`)
  }
  return subjectOf(itemsOf(ids, { files }), acts, { measure: 0.5, seed: 3, ...change })
}

const below = (path: string): ReadonlyArray<string> =>
  readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1)).toSorted()

const inputs = (root: string) => ({ inputs: [{ what: "the items", path: join(root, "photos") }] })

const failing = <A, E extends { readonly message: string }, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), ({ message }) => message)

describe("exportProject", () => {
  it.effect("makes a folder a class, held-out images apart, with all that was said beside it", () =>
    Effect.gen(function*() {
      const root = yield* folder, out = join(root, "out"), subject = photosIn(root)
      yield* exportProject(subject, "folders", out, inputs(root))
      const split = (item: number) => subject.session.heldOut.has(item) ? "test" : "train"
      assert.deepStrictEqual(
        below(out),
        [
          "labels.csv",
          `${split(0)}/cat/a__1.jpg`,
          `${split(2)}/cat/2.png`,
          `${split(1)}/dog/b__1.jpg`,
          `${split(3)}/dog/3.png`
        ].toSorted()
      )
      assert.strictEqual(readFileSync(join(out, split(1), "dog/b__1.jpg"), "utf8"), "pixels 1")
      const read = yield* readLabels(join(out, "labels.csv"), { pool: { path: "p", rows: 6, ids } })
      assert.deepStrictEqual([read.labels.length, [...read.statuses]], [4, [["4.png", "bad"]]])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("links where it is asked to, and writes images that are no files", () =>
    Effect.gen(function*() {
      const root = yield* folder, out = join(root, "out")
      yield* exportProject(photosIn(root, { measure: 0 }), "folders", out, { links: true })
      assert.isTrue(lstatSync(join(out, "train/dog/3.png")).isSymbolicLink())
      assert.strictEqual(readFileSync(join(out, "train/dog/3.png"), "utf8"), "pixels 3")
      const digits = subjectOf(itemsOf(["0", "1"]), [says("ann", [0, 1], label(0))])
      yield* exportProject(digits, "huggingface", join(root, "digits"))
      assert.deepStrictEqual(below(join(root, "digits")), [
        "labels.csv",
        "train/0.png",
        "train/1.png",
        "train/metadata.jsonl"
      ])
      assert.include(yield* failing(exportProject(digits, "folders", join(root, "x"), { links: true })), "not files")
      assert.include(yield* failing(exportProject(digits, "csv", join(root, "x"), { links: true })), "csv is a file")
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("writes texts for Hugging Face and Label Studio, with what stands beside them", () =>
    Effect.gen(function*() {
      const root = yield* folder, texts = subjectOf(itemsOf(["x", "y"], { kind: "text" }), [says("ann", 1, label(0))])
      yield* exportProject(texts, "huggingface", join(root, "hf"))
      assert.deepStrictEqual(JSON.parse(readFileSync(join(root, "hf/train.jsonl"), "utf8")), {
        page: "1",
        text: "text 1",
        id: "y",
        label: "cat"
      })
      yield* exportProject(texts, "label-studio", join(root, "tasks.json"))
      const [task] = JSON.parse(readFileSync(join(root, "tasks.json"), "utf8"))
      assert.deepStrictEqual([task.data, task.annotations[0].result[0].to_name], [
        { id: "y", page: "1", text: "text 1" },
        "text"
      ])
      for (const format of ["folders", "cvat", "coco"] as const) {
        assert.include(yield* failing(exportProject(texts, format, join(root, "z"))), "is for images")
      }
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("packs what CVAT takes packed", () =>
    Effect.gen(function*() {
      const root = yield* folder, subject = photosIn(root)
      yield* exportProject(subject, "cvat", join(root, "a.xml"))
      yield* exportProject(subject, "cvat", join(root, "a.zip"))
      const xml = readFileSync(join(root, "a.xml"), "utf8"), zip = readFileSync(join(root, "a.zip"))
      assert.deepStrictEqual([zip.readUInt32LE(0), zip.includes(xml), zip.includes("annotations.xml")], [
        0x04034B50,
        true,
        true
      ])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("writes nothing over what it is of, into what is read, or over what is there", () =>
    Effect.gen(function*() {
      const root = yield* folder, subject = photosIn(root), all = inputs(root)
      mkdirSync(join(root, "full"))
      writeFileSync(join(root, "full/mine.txt"), "mine")
      const problem = (format: Format, path: string) => failing(exportProject(subject, format, join(root, path), all))
      assert.include(yield* problem("csv", "photos/3.png"), "lies in the items")
      assert.include(
        yield* failing(exportProject(subject, "csv", join(root, "photos/3.png"))),
        "would replace an image"
      )
      assert.include(yield* problem("folders", "photos"), "would replace the items")
      assert.include(yield* problem("folders", "photos/new"), "lies in the items")
      assert.include(yield* problem("folders", "."), "the items")
      assert.include(yield* problem("folders", "full"), "is there already, and holds something")
      assert.strictEqual(readFileSync(join(root, "full/mine.txt"), "utf8"), "mine")
      assert.strictEqual(readFileSync(join(root, "photos/3.png"), "utf8"), "pixels 3")
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("leaves nothing behind where an image is gone", () =>
    Effect.gen(function*() {
      const root = yield* folder, subject = photosIn(root)
      rmSync(join(root, "photos/b/2.png"))
      assert.include(yield* failing(exportProject(subject, "folders", join(root, "out"))), "2.png")
      assert.deepStrictEqual(readdirSync(root), ["photos"])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("refuses items that are not the project's, in every form", () =>
    Effect.gen(function*() {
      const root = yield* folder, subject = photosIn(root)
      const other = { ...subject, items: { ...subject.items, hash: "other" } }
      for (const { format } of formats) {
        assert.include(
          yield* failing(exportProject(other, format, join(root, "x"))),
          "not those that it was begun with"
        )
      }
    }).pipe(Effect.provide(NodeServices.layer)))
})
