import { assert, describe, it } from "@effect/vitest"
import { knownDatasets } from "./known.ts"

const recordBytes = { "cifar-10": 3073, "cifar-100": 3074 } as const

describe.each([...knownDatasets.values()])("$name", (dataset) => {
  const { classNames, format, normalization, published, shape, splits } = dataset

  it("has distinct class names and a constant a channel", () => {
    assert.strictEqual(new Set(classNames).size, classNames.length)
    assert.isAbove(dataset.classes ?? classNames.length, 1)
    assert.deepStrictEqual([normalization.mean.length, normalization.std.length], [shape[2], shape[2]])
    assert.strictEqual(normalization.scale, 255)
  })

  it("has files of the size that its images need", () => {
    for (const { files, rows } of [splits.train, splits.test]) {
      const bytes = files.map((file) => file.bytes)
      if (format === "idx") assert.deepStrictEqual(bytes, [16 + rows * 28 * 28, 8 + rows])
      else if (format === "cifar-10" || format === "cifar-100") {
        assert.strictEqual(bytes.reduce((sum, n) => sum! + n!, 0), rows * recordBytes[format])
      }
    }
  })

  it("has checksums of the length that they should have", () => {
    const files = [...splits.train.files, ...splits.test.files, ...published]
    const checksums = files.flatMap(({ checksum }) => checksum === undefined ? [] : [checksum])
    if (format !== "isic-2019") assert.isAbove(checksums.length, 0)
    for (const checksum of checksums) assert.match(checksum, /^(sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})$/)
  })
})

describe("known", () => {
  it("counts ISIC-2019's classes, which make up its splits", () => {
    const { classCounts = [], classNames, splits } = knownDatasets.get("isic-2019")!
    const all = classCounts.reduce((sum, count) => sum + count, 0)
    assert.deepStrictEqual([classCounts.length, all], [classNames.length, 25_331])
    assert.deepStrictEqual([splits.test.rows, splits.train.rows], [Math.round(all * 0.2), all - Math.round(all * 0.2)])
  })

  it("says where each is published, and on which terms", () => {
    for (const { home, published, terms } of knownDatasets.values()) {
      assert.isAbove(terms.length, 10)
      for (const url of [home, ...published.flatMap(({ urls }) => urls)]) assert.match(url, /^https?:\/\/[\w.-]+\//)
      for (const { name, urls } of published) for (const url of urls) assert.isTrue(url.endsWith(`/${name}`))
    }
  })

  it("is by name, in the order of the papers", () => {
    assert.deepStrictEqual([...knownDatasets.keys()], [
      "mnist",
      "fashion-mnist",
      "cifar-10",
      "cifar-100",
      "svhn",
      "tiny-imagenet",
      "isic-2019"
    ])
  })
})
