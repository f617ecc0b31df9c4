import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { mkdirSync } from "node:fs"
import { dirname, join } from "node:path"
import sharp from "sharp"
import { folder } from "../../../datasets/test/files.ts"
import type { Data, Source } from "../unit.ts"
import { loadData } from "./load.ts"

/** Gray pictures of one size below a folder. */
const pictures = (root: string, names: ReadonlyArray<string>, height = 2) =>
  Effect.promise(async () => {
    for (const [i, name] of names.entries()) {
      mkdirSync(dirname(join(root, name)), { recursive: true })
      const background = { r: 20 * i, g: 20 * i, b: 20 * i }
      await sharp({ create: { width: 3, height, channels: 3, background } }).png().toFile(join(root, name))
    }
  })

const load = (source: Partial<Source>, changes: Partial<Data> = {}) =>
  loadData({
    name: "photos",
    source: { kind: "known", dataset: "", unlabeled: true, ...source } as Source,
    subset: null,
    longTail: null,
    holdOut: null,
    embedding: { kind: "raw" },
    ...changes
  }).pipe(Effect.provide(NodeServices.layer))

describe("a folder without labels", () => {
  it.effect("is a pool of all its images, and another folder a class is tested on", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      yield* pictures(join(path, "pool"), ["monday/1.png", "monday/2.png", "tuesday/1.png", "deep/er/4.png"])
      mkdirSync(join(path, "pool/wednesday"))
      yield* pictures(join(path, "test"), ["cat/1.png", "dog/1.png", "cat/2.png"])
      const places = { dataset: join(path, "pool"), test: join(path, "test") }
      const found = yield* load(places)
      assert.deepStrictEqual(found.classNames, ["cat", "dog"])
      assert.deepStrictEqual(found.ids, ["deep/er/4.png", "monday/1.png", "monday/2.png", "tuesday/1.png"])
      assert.deepStrictEqual([...found.labels], [-1, -1, -1, -1])
      assert.deepStrictEqual([...found.test.labels], [0, 0, 1])
      assert.deepStrictEqual([found.embedding.rows, found.test.embedding.rows], [4, 3])
      const ordered = yield* load({ ...places, classes: ["dog", "hare", "cat"] }, { subset: { items: 2, seed: 0 } })
      assert.deepStrictEqual([ordered.classNames, [...ordered.test.labels]], [["dog", "hare", "cat"], [2, 2, 0]])
      assert.deepStrictEqual([...ordered.labels], [-1, -1], "a subset asks for no label")
    }))

  it.effect("is refused where it is in parts, and where what is tested on has no labels, others, or another size", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const at = (name: string) => join(path, name)
      yield* pictures(at("pool"), ["1.png", "2.png"])
      yield* pictures(at("parts"), ["train/cat/1.png", "train/dog/1.png", "test/cat/1.png", "test/dog/2.png"])
      yield* pictures(at("tall"), ["cat/1.png", "dog/1.png"], 4)
      const refused = (dataset: string, test: string, more: object = {}) =>
        Effect.flip(load({ dataset: at(dataset), test: at(test), ...more }))
      const message = (dataset: string, test: string) => Effect.map(refused(dataset, test), ({ message }) => message)
      assert.match(yield* message("parts", "tall"), /parts: it has parts .*name one of them: dataset: .*train/)
      assert.match(yield* message("pool", "parts"), /parts: it has parts .*name one of them: test: dataset:/)
      assert.match(yield* message("pool", "pool"), /pool: it has not two folders, one a class/)
      const other = yield* refused("pool", "parts/train", { classes: ["cat", "hare"] })
      assert.deepInclude(other, { value: "dog", allowed: ["cat", "hare"] })
      assert.match(other.message, /the folder dog is no class; the classes are cat, hare/)
      assert.match(yield* message("pool", "tall"), /its images are 4 × 3 × 3, and those of .* are 2 × 3 × 3; give size/)
    }))
})
