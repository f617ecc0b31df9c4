import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { gzipSync } from "node:zlib"
import { mat, matrix } from "../test/mat.ts"
import { type KnownDataset, knownDatasets, type KnownFile } from "./known.ts"
import { load } from "./load.ts"

const be = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const idx = (dims: ReadonlyArray<number>, values: ReadonlyArray<number>) =>
  Uint8Array.from([0, 0, 8, dims.length, ...dims.flatMap(be), ...values])

const images = (...values: ReadonlyArray<number>) => idx([values.length / 2, 1, 2], values)

/** Loads from a folder that holds these files. */
const loading = (dataset: KnownDataset | string, files: Record<string, Uint8Array>) =>
  load(dataset, { folder: "/d" }).pipe(
    Effect.provide(FileSystem.layerNoop({
      exists: (path) => Effect.succeed(path === "/d" || path.slice(3) in files),
      readFile: (path) => Effect.succeed(new Uint8Array(files[path.slice(3)]!))
    })),
    Effect.provide(Path.layer)
  )

const failing = (dataset: KnownDataset | string, files: Record<string, Uint8Array>) =>
  Effect.map(Effect.flip(loading(dataset, files)), (error) => error.message)

const file = (name: string, checksum?: string): KnownFile => ({
  names: [name],
  ...(checksum === undefined ? {} : { checksum })
})

/** MNIST in small: two training images of 1 × 2 and one to test. */
const tiny: KnownDataset = {
  ...knownDatasets.get("mnist")!,
  name: "tiny",
  shape: [1, 2, 1],
  splits: {
    train: { rows: 2, files: [file("a"), file("b")] },
    test: { rows: 1, files: [file("c"), file("d")] }
  }
}

const tinyFiles = { a: images(1, 2, 3, 4), b: idx([2], [7, 0]), c: images(5, 6), d: idx([1], [9]) }

describe("load", () => {
  it.effect("gives both splits, ready for a network", () =>
    Effect.gen(function*() {
      const { classNames, folder, name, test, train } = yield* loading(tiny, tinyFiles)
      assert.deepStrictEqual([name, folder, classNames.length], ["tiny", "/d", 10])
      assert.deepStrictEqual([train.ids, test.ids], [["0", "1"], ["0"]])
      assert.deepStrictEqual(train.items, {
        data: Uint8Array.of(1, 2, 3, 4),
        rows: 2,
        shape: [1, 2, 1],
        normalization: { scale: 255, mean: [0.1307], std: [0.3081] }
      })
      assert.deepStrictEqual([train.labels, test.labels], [Int32Array.of(7, 0), Int32Array.of(9)])
      assert.deepStrictEqual([...test.items.data], [5, 6])
    }))

  it.effect("unpacks, and verifies what was packed", () =>
    Effect.gen(function*() {
      const { a, b, c, d } = tinyFiles
      const md5 = `md5:${createHash("md5").update(a).digest("hex")}`
      const checked = {
        ...tiny,
        splits: { ...tiny.splits, train: { rows: 2, files: [file("a", md5), file("b")] as const } }
      }
      const loaded = yield* loading(checked, { "a.gz": gzipSync(a), "b.gz": gzipSync(b), c, d })
      assert.deepStrictEqual([...loaded.train.items.data], [1, 2, 3, 4])
      assert.match(
        yield* failing(checked, { ...tinyFiles, a: images(1, 2, 3, 5) }),
        /^\/d\/a: md5 .* not the published/
      )
    }))

  it.effect("calls a truncated file truncated, not changed", () =>
    Effect.gen(function*() {
      const { a, ...rest } = tinyFiles, checked = file("a", `md5:${"0".repeat(32)}`)
      const dataset = { ...tiny, splits: { ...tiny.splits, train: { rows: 2, files: [checked, file("b")] as const } } }
      assert.match(yield* failing(dataset, { ...rest, a: a.subarray(0, 18) }), /^\/d\/a: byte 18: .* cut short/)
      const gz = gzipSync(a)
      assert.match(
        yield* failing(dataset, { ...rest, "a.gz": gz.subarray(0, 20) }),
        /^\/d\/a\.gz: byte 20: .* cut short/
      )
    }))

  it.effect("notices files that do not belong together", () =>
    Effect.gen(function*() {
      assert.strictEqual(
        yield* failing(tiny, { ...tinyFiles, b: tinyFiles.d }),
        "/d/a and /d/b: 2 images and 1 labels; were files mixed up?"
      )
      const both = { a: tinyFiles.c, b: tinyFiles.d, c: tinyFiles.a, d: tinyFiles.b }
      assert.match(yield* failing(tiny, both), /1 images of 1 × 2 × 1 where tiny has 2 of 1 × 2 × 1/)
      const tall = { ...tinyFiles, a: idx([2, 2, 1], [1, 2, 3, 4]) }
      assert.match(yield* failing(tiny, tall), /2 images of 2 × 1 × 1 where tiny has 2 of 1 × 2 × 1/)
    }))

  it.effect("reads CIFAR's batches in order, and SVHN", () =>
    Effect.gen(function*() {
      const record = (...label: ReadonlyArray<number>) =>
        Uint8Array.from([...label, ...new Array<number>(3072).fill(1)])
      const small = (name: string, train: number) => {
        const { splits, ...rest } = knownDatasets.get(name)!
        const bare = (rows: number, files: readonly [KnownFile, ...ReadonlyArray<KnownFile>]) => {
          const [first, ...others] = files
          return { rows, files: [file(first.names[0]), ...others.map(({ names }) => file(names[0]))] as const }
        }
        return { ...rest, splits: { train: bare(train, splits.train.files), test: bare(1, splits.test.files) } }
      }
      const batches = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`data_batch_${n}.bin`, record(n)]))
      const ten = yield* loading(small("cifar-10", 5), { ...batches, "test_batch.bin": record(9) })
      assert.deepStrictEqual([[...ten.train.labels], [...ten.test.labels]], [[1, 2, 3, 4, 5], [9]])
      const hundred = yield* loading(small("cifar-100", 1), { "train.bin": record(3, 77), "test.bin": record(0, 5) })
      assert.deepStrictEqual([[...hundred.train.labels], [...hundred.test.labels]], [[77], [5]])
      const digit = (label: number) =>
        mat(matrix("X", [32, 32, 3, 1], new Uint8Array(3072)), matrix("y", [1, 1], Uint8Array.of(label)))
      const svhn = yield* loading(small("svhn", 1), { "train_32x32.mat": digit(10), "test_32x32.mat": digit(4) })
      assert.deepStrictEqual([[...svhn.train.labels], [...svhn.test.labels]], [[0], [4]])
    }))

  it.effect("says when a file cannot be read", () =>
    Effect.gen(function*() {
      const error = yield* load(tiny, { folder: "/d" }).pipe(
        Effect.flip,
        Effect.provide(FileSystem.layerNoop({ exists: () => Effect.succeed(true) })),
        Effect.provide(Path.layer)
      )
      assert.deepStrictEqual([error.reason._tag, error.message.slice(0, 33)], [
        "Unreadable",
        "/d/a: this file cannot be read; c"
      ])
    }))
})

/** 70,000 real images, where Debian's package is installed; MARGINALIA_DATA plays no part. */
const debian = "/usr/share/datasets/fashion-mnist"

describe.skipIf(!existsSync(debian))(`load, with ${debian} (package dataset-fashion-mnist)`, () => {
  it.effect("loads Fashion-MNIST, every file as published", () =>
    Effect.gen(function*() {
      const { test, train } = yield* load("fashion-mnist", { folder: debian })
      assert.deepStrictEqual([train.items.rows, test.items.rows], [60_000, 10_000])
      assert.deepStrictEqual([...train.labels.subarray(0, 6)], [9, 0, 0, 3, 0, 2])
      assert.deepStrictEqual([...test.labels.subarray(0, 6)], [9, 2, 1, 1, 6, 1])
      for (let c = 0; c < 10; c++) assert.lengthOf(train.labels.filter((label) => label === c), 6000)
      let sum = 0
      for (const value of train.items.data) sum += value
      const mean = sum / train.items.data.length / 255
      assert.closeTo(mean, train.items.normalization!.mean[0]!, 1e-3)
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("does not take it for MNIST", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(load("mnist", { folder: debian }))
      assert.strictEqual(error.reason._tag, "Changed")
    }).pipe(Effect.provide(NodeServices.layer)))
})
