import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { parseIdx, parseIdxImages, parseIdxLabels } from "./idx.ts"

const file = (head: ReadonlyArray<number>, dims: ReadonlyArray<number>, values: ReadonlyArray<number>) =>
  Uint8Array.from([...head, ...dims.flatMap((n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]), ...values])

const images = file([0, 0, 8, 3], [2, 1, 3], [1, 2, 3, 4, 5, 255])
const labels = file([0, 0, 8, 1], [3], [0, 9, 4])

const problem = (parsed: ReturnType<typeof parseIdx>) => Effect.map(Effect.flip(parsed), (error) => error.message)

describe("parseIdx", () => {
  it.effect("reads dimensions and bytes, also out of the middle of a buffer", () =>
    Effect.gen(function*() {
      const larger = new Uint8Array(40).fill(7)
      larger.set(images, 5)
      for (const bytes of [images, larger.subarray(5, 5 + images.length)]) {
        const { data, shape } = yield* parseIdxImages(bytes, "i")
        assert.deepStrictEqual([shape, [...data]], [[2, 1, 3], [1, 2, 3, 4, 5, 255]])
      }
    }))

  it.effect("says where a truncated file ends and where it should", () =>
    Effect.gen(function*() {
      const short = images.subarray(0, images.length - 2)
      assert.match(
        yield* problem(parseIdx(short, "some/file")),
        /^some\/file: byte 20: the header \(2 × 1 × 3\) promises 22 bytes and the file has 20, so it was cut short/
      )
      assert.match(yield* problem(parseIdx(images.subarray(0, 10), "f")), /byte 10: the file ends within its 16-byte/)
      assert.match(yield* problem(parseIdx(images.subarray(0, 3), "f")), /byte 3: the file ends within the first four/)
      assert.match(yield* problem(parseIdx(new Uint8Array(), "f")), /byte 0: the file ends/)
    }))

  it.effect("refuses bytes after the last value", () =>
    Effect.gen(function*() {
      assert.match(yield* problem(parseIdx(Uint8Array.from([...images, 0]), "f")), /byte 22: .*after the last value/)
    }))

  it.effect("refuses what is not IDX, no dimensions, and other types of values", () =>
    Effect.gen(function*() {
      const page = new TextEncoder().encode("<html>not found</html>")
      assert.match(yield* problem(parseIdx(page, "f")), /byte 0: this is not an IDX file: it begins with 3c 68 74 6d/)
      assert.match(yield* problem(parseIdx(file([0, 0, 7, 1], [0], []), "f")), /not an IDX file/)
      assert.match(yield* problem(parseIdx(file([0, 0, 13, 1], [0], []), "f")), /byte 2: .*single-precision/)
      assert.match(yield* problem(parseIdx(file([0, 0, 8, 0], [], []), "f")), /byte 3: .*no dimensions/)
    }))
})

describe("parseIdxImages and parseIdxLabels", () => {
  it.effect("read labels", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* parseIdxLabels(labels, "l", 10), Int32Array.of(0, 9, 4))
    }))

  it.effect("notice swapped files", () =>
    Effect.gen(function*() {
      assert.match(
        (yield* Effect.flip(parseIdxImages(labels, "f"))).message,
        /byte 3: the file has 1 dimension as labels have where images with 3 are expected; were files swapped\?/
      )
      assert.match((yield* Effect.flip(parseIdxLabels(images, "f", 10))).message, /3 dimensions as images have/)
      const flat = file([0, 0, 8, 2], [1, 1], [0])
      assert.match((yield* Effect.flip(parseIdxLabels(flat, "f", 10))).message, /has 2 dimensions where labels with 1/)
    }))

  it.effect("say where a label is out of range", () =>
    Effect.gen(function*() {
      const error = yield* Effect.flip(parseIdxLabels(labels, "f", 9))
      assert.strictEqual(error.message, "f: byte 9: label 9 where 0 to 8 are expected")
    }))
})
