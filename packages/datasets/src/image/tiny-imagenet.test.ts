import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { tinyFiles } from "../../test/image-sets.ts"
import { folderOf } from "../../test/pictures.ts"
import { listTinyImagenet } from "./tiny-imagenet.ts"

const listing = (changes: Parameters<typeof folderOf>[0] = {}) =>
  Effect.gen(function*() {
    const root = yield* folderOf({ ...tinyFiles, ...changes })
    return { root, ...(yield* listTinyImagenet(root, "tiny")) }
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

const problem = (changes: Parameters<typeof folderOf>[0]) =>
  Effect.map(Effect.flip(listing(changes)), ({ message }) => message.replaceAll(/\S*marginalia-pictures-\w+/g, ""))

describe("listTinyImagenet", () => {
  it.effect("has the classes by their numbers, and the images to test as annotated", () =>
    Effect.gen(function*() {
      const { classNames, root, test, train } = yield* listing()
      assert.deepStrictEqual(classNames, ["goldfish", "bull frog"])
      assert.deepStrictEqual(train.ids, [
        "train/n01/images/n01_0.JPEG",
        "train/n01/images/n01_1.JPEG",
        "train/n02/images/n02_0.JPEG"
      ])
      assert.deepStrictEqual(train.labels, Int32Array.of(0, 0, 1))
      assert.deepStrictEqual([test.ids, test.labels], [
        ["val/images/val_0.JPEG", "val/images/val_1.JPEG"],
        Int32Array.of(1, 0)
      ])
      assert.strictEqual(test.paths[0], `${root}/val/images/val_0.JPEG`)
    }))

  it.effect("tells classes of one name apart, and calls one without a name by its number", () =>
    Effect.gen(function*() {
      const same = yield* listing({ "words.txt": "n01\tcrane, bird\nn02\tcrane\n" })
      assert.deepStrictEqual(same.classNames, ["crane (n01)", "crane (n02)"])
      assert.deepStrictEqual((yield* listing({ "words.txt": "n01\tcrane\n" })).classNames, ["crane", "n02"])
    }))

  it.effect("names the byte of an annotation that is wrong", () =>
    Effect.gen(function*() {
      const annotated = (text: string) => problem({ "val/val_annotations.txt": text })
      const first = "val_0.JPEG\tn02\t0\t32\t44\t62\n"
      assert.match(
        yield* annotated(`${first}val_1.JPEG\tn07\t0\t0\t1\t1\n`),
        /^\/val\/val_annotations\.txt: byte 26: "val_1\.JPEG n07 0 0 1 1" is no image and one of the 2 classes/
      )
      assert.match(yield* annotated(`${first}val_1.JP`), /byte 26: "val_1\.JP" is no image/)
      assert.match(yield* annotated(first + first), /byte 26: val\/images\/val_0\.JPEG has an earlier line/)
      assert.match(yield* annotated(""), /val_annotations\.txt: byte 0: the file is empty/)
    }))

  it.effect("notices folders and lists that do not fit", () =>
    Effect.gen(function*() {
      assert.match(
        yield* problem({ "wnids.txt": "n01\nn02\nn03\n" }),
        /^\/wnids\.txt and \/train: 3 classes and 2 folders, which are not the same; unpack/
      )
    }))
})
