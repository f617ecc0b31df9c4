import { assert, describe, it } from "@effect/vitest"
import type * as Journal from "@marginalia/core/Journal"
import { digest, GENESIS, hashData, link, Pieces } from "./hash.ts"

const end = (rounds: number): { readonly event: Journal.End } => ({ event: { _tag: "Finished", rounds, labeled: 0 } })

describe("digest", () => {
  it("differs with the events and with their order, and is that of nothing for none", () => {
    const digests = [[], [end(1)], [end(1), end(2)], [end(2), end(1)]].map(digest)
    assert.strictEqual(new Set(digests).size, 4)
    assert.strictEqual(digests[0], GENESIS)
  })

  it("does not look at times", () => {
    assert.strictEqual(digest([{ ...end(1), ...{ timing: { train: 2 } } }]), digest([end(1)]))
  })
})

describe("link", () => {
  it("depends on all it is given, and on where one part ends", () => {
    const links = [link("a", 1, "b", "c"), link("x", 1, "b", "c"), link("a", 2, "b", "c"), link("a", 1, "x", "c")]
    assert.strictEqual(new Set([...links, link("a", 1, "b", "x"), link("a", 1, "bc", "")]).size, 6)
  })
})

describe("hashData", () => {
  const data = Float32Array.of(1, 2, 3, 4)

  it("is the same for equal data, wherever it lies in memory and in whatever order its fields are", () => {
    const moved = new Float32Array(9).subarray(3, 7)
    moved.set(data)
    assert.strictEqual(hashData({ rows: 2, cols: 2, data: moved }), hashData({ data, cols: 2, rows: 2 }))
  })

  it("differs with the values, the type, the shape and the nesting", () => {
    const all = [
      { data, rows: 2, cols: 2 },
      { data, rows: 4, cols: 1 },
      { data: Float32Array.of(1, 2, 3, 5), rows: 2, cols: 2 },
      { data: new Int32Array(data.buffer), rows: 2, cols: 2 },
      [data],
      [data, data],
      ["a", "b"],
      ["ab"],
      ["1"],
      [1],
      [[1], []],
      [[], [1]]
    ]
    assert.strictEqual(new Set(all.map(hashData)).size, all.length)
  })

  it("is that of one array, however it comes in pieces", () => {
    const data = Float32Array.of(1, 2, 3, 4, 5)
    const pieces = new Pieces("Float32Array", 20, [data.subarray(0, 2), data.subarray(2, 2), data.subarray(2)])
    assert.strictEqual(hashData({ data: pieces, rows: 5 }), hashData({ data, rows: 5 }))
    assert.notStrictEqual(hashData(new Pieces("Float32Array", 20, [data.subarray(1)])), hashData(data))
  })
})
