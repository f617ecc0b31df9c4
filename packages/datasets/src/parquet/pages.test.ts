import { assert, describe, it } from "@effect/vitest"
import { checkPages } from "./pages.ts"

const zigzag = (value: number): number => value < 0 ? -2 * value - 1 : 2 * value

/** A page of a kind with so many values (below 64) and bytes; `said` is what its header says. */
const page = (kind: number, values: number, size: number, said: { packed?: number; unpacked?: number } = {}) => {
  const { packed = size, unpacked = size } = said
  const counts = kind === 3 ? [0x15, zigzag(values), 0x15, 0, 0] : [0x15, zigzag(values), 0]
  const field = { 0: 5, 2: 7, 3: 8 }[kind] ?? 6
  const header = [
    0x15,
    zigzag(kind),
    0x15,
    zigzag(unpacked),
    0x15,
    zigzag(packed),
    ((field - 3) << 4) | 0x0c,
    ...counts,
    0
  ]
  return [...header, ...Array.from({ length: size }, () => 1)]
}

const check = (pages: ReadonlyArray<ReadonlyArray<number>>, values: number, unpacked = 50) => () =>
  checkPages(Uint8Array.from(pages.flat()), { values, unpacked })

describe("checkPages", () => {
  it("takes pages that come to what their column says", () => {
    check([page(2, 3, 8), page(0, 5, 4), page(3, 4, 0)], 9)()
    check([], 0)()
    // Of a category that is rare a row group has the whole dictionary.
    check([page(2, 12, 16), page(0, 5, 4), page(3, 4, 0)], 9)()
  })

  it("refuses pages that do not", () => {
    assert.throws(check([page(0, 5, 4)], 9), /have 5 values and it says 9/)
    assert.throws(check([page(0, 12, 4)], 9), /have 12 values and it says 9/)
    assert.throws(check([page(0, 9, 4, { packed: 9 })], 9), /a page ends 5 bytes beyond its column/)
    assert.throws(check([page(0, 9, 4, { packed: -9 })], 9), /the size of a page is -9/)
    assert.throws(check([page(0, 9, 4, { unpacked: 60 })], 9), /come to more than it says/)
    assert.throws(check([page(0, -1, 4)], 9), /the number of a page's values is -1/)
    assert.throws(check([page(2, 30, 4), page(0, 9, 0)], 9), /a dictionary has 30 values in 4 bytes/)
    assert.throws(check([page(1, 9, 4)], 9), /unknown kind 1/)
    assert.throws(check([[0, 0, 0]], 9), /the size of a page is undefined/)
    assert.throws(check(Array.from({ length: 1002 }, () => page(0, 0, 0)), 9), /pages without values/)
    assert.throws(check([[0x15]], 9), RangeError)
  })
})
