import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync } from "node:fs"
import { folder } from "../../datasets/test/files.ts"
import { cli } from "./cli.ts"

describe("marginalia data", () => {
  it.effect("lists the known data sets with the folder that holds each", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      for (const name of ["train_32x32.mat", "test_32x32.mat"]) put(name, "")
      const { code, stdout } = yield* cli(["data", "--folder", path])
      assert.strictEqual(code, 0)
      assert.match(stdout, /^mnist +60,000 +10,000 +28 × 28 × 1 +10 +not here$/m)
      assert.match(stdout, /^tiny-imagenet +100,000 +10,000 +64 × 64 × 3 +200 +not here$/m)
      assert.include(stdout, `32 × 32 × 3         10  ${path}\n`)
    }))

  it.effect("lists what comes along, and has a page of it", () =>
    Effect.gen(function*() {
      const list = yield* cli(["data"]), page = yield* cli(["data", "digits", "--check"])
      assert.match(list.stdout, /^digits +1,797 +– +8 × 8 × 1 +10 +comes along$/m)
      assert.strictEqual(page.code, 0, page.stderr)
      assert.match(page.stdout, /^digits: [\s\S]*CC BY 4\.0[\s\S]*\nchecked: /)
      assert.match((yield* cli(["data", "dgits"])).stderr, /Did you mean "digits"/)
    }))

  it.effect("says where one was looked for, and how to get it", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const { code, stdout } = yield* cli(["data", "cifar-100", "--folder", path])
      assert.strictEqual(code, 0)
      assert.include(stdout, `${path} (the folder given): lacks train.bin, test.bin`)
      assert.include(stdout, "cifar-100-binary.tar.gz  md5:03b5dce01913d631647c71ecec9e9cb8")
    }))

  it.effect("checks the files: 2 where they are not here or not what they should be", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const missing = yield* cli(["data", "svhn", "--check", "--folder", path])
      assert.strictEqual(missing.code, 2)
      assert.match(missing.stderr, /svhn is not here; put train_32x32\.mat/)
      for (const name of ["train_32x32.mat", "test_32x32.mat"]) put(name, "no")
      const wrong = yield* cli(["data", "svhn", "--check", "--folder", path])
      assert.strictEqual(wrong.code, 2)
      assert.include(wrong.stderr, `${path}/train_32x32.mat: byte 2: this is not a MATLAB file`)
    }))

  it.effect("suggests a name, and wants one to check", () =>
    Effect.gen(function*() {
      const unknown = yield* cli(["data", "minst"])
      assert.deepStrictEqual([unknown.code, unknown.stdout], [1, ""])
      assert.match(unknown.stderr, /no data set "minst".*mnist/)
      assert.strictEqual((yield* cli(["data", "--check"])).code, 1)
    }))
})

const debian = "/usr/share/datasets/fashion-mnist"

describe.skipIf(!existsSync(debian))(`marginalia data, with ${debian} (package dataset-fashion-mnist)`, () => {
  it.effect("checks Fashion-MNIST", () =>
    Effect.gen(function*() {
      const { code, stdout } = yield* cli(["data", "fashion-mnist", "--check", "--folder", debian])
      assert.strictEqual(code, 0)
      assert.match(stdout, /\nchecked: .*every file as it should be$/)
    }))
})
