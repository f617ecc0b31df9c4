import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { accumulate, assemble, noPairs, take, toStrip } from "./strips.ts"

/** A symmetric relation on `rows` rows, as a test of two rows, and the size of the blocks. */
const relations = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 3 }), fc.nat(), fc.nat(5))

/** Walks a block as the kernel does: four later rows, against each row of the strip in turn. */
const walk = (a0: number, a1: number, b0: number, b1: number): Array<number> => {
  const pairs: Array<number> = []
  for (let quad = a0; quad < a1; quad += 4) {
    for (let b = b0; b < b1; b++) {
      for (let a = quad; a < Math.min(a1, quad + 4); a++) if (a > b) pairs.push((b - b0) << 16 | (a - a0))
    }
  }
  return pairs
}

describe("accumulate", () => {
  it("adds up, and refuses more than an offset can say, instead of beginning anew", () => {
    const offsets = Uint32Array.of(0, 3, 0, 2 ** 32 - 4)
    accumulate(offsets)
    assert.deepStrictEqual([...offsets], [0, 3, 3, 2 ** 32 - 1])
    assert.throws(() => accumulate(Uint32Array.of(0, 2 ** 31, 2 ** 31)), RangeError)
  })
})

describe("strips", () => {
  test.prop([relations])(
    "become the whole graph, sorted, whichever pairs were settled late",
    ([rows, quads, seed, late]) => {
      const related = (a: number, b: number) => a === b || (a * b * 7 + (a + b) * seed) % 5 < 2
      const size = 4 * quads
      const strips = []
      for (let b0 = 0; b0 < rows; b0 += size) {
        const pairs = noPairs(), b1 = Math.min(rows, b0 + size)
        for (let a0 = b0; a0 < rows; a0 += size) {
          const near = (pair: number) => related(a0 + (pair & 0xFFFF), b0 + (pair >>> 16))
          const all = walk(a0, Math.min(rows, a0 + size), b0, b1)
          const open = all.filter((_, n) => n % 6 <= late)
          const sure = all.filter((pair, n) => n % 6 > late && near(pair))
          take(pairs, Uint32Array.from(sure), Uint32Array.from(open.toReversed()), a0, near)
        }
        strips.push(toStrip(b0, b1 - b0, pairs))
      }
      const { offsets, targets } = Effect.runSync(assemble(rows, strips))
      for (let a = 0; a < rows; a++) {
        const expected = Array.from({ length: rows }, (_, b) => b).filter((b) => related(a, b))
        assert.deepStrictEqual([...targets.subarray(offsets[a], offsets[a + 1])], expected)
      }
    }
  )
})
