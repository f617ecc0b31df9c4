import { assert, describe, it } from "@effect/vitest"
import { known } from "./known.ts"

const recordBytes = { "cifar-10": 3073, "cifar-100": 3074 } as const

describe.each([...known.values()])("$name", ({ classNames, format, normalization, published, shape, splits }) => {
  it("has distinct class names and a constant a channel", () => {
    assert.strictEqual(new Set(classNames).size, classNames.length)
    assert.deepStrictEqual([normalization.mean.length, normalization.std.length], [shape[2], shape[2]])
    assert.strictEqual(normalization.scale, 255)
  })

  it("has files of the size that its images need", () => {
    for (const { files, rows } of [splits.train, splits.test]) {
      const bytes = files.map((file) => file.bytes)
      if (format === "idx") assert.deepStrictEqual(bytes, [16 + rows * 28 * 28, 8 + rows])
      else if (format !== "svhn") assert.strictEqual(bytes.reduce((sum, n) => sum! + n!, 0), rows * recordBytes[format])
    }
  })

  it("has checksums of the length that they should have", () => {
    const files = [...splits.train.files, ...splits.test.files, ...published]
    const checksums = files.flatMap(({ checksum }) => checksum === undefined ? [] : [checksum])
    assert.isAbove(checksums.length, 0)
    for (const checksum of checksums) assert.match(checksum, /^(sha256:[0-9a-f]{64}|md5:[0-9a-f]{32})$/)
  })
})

describe("known", () => {
  it("is by name, in the order of the papers", () => {
    assert.deepStrictEqual([...known.keys()], ["mnist", "fashion-mnist", "cifar-10", "cifar-100", "svhn"])
  })
})
