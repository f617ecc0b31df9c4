import { assert, describe, it } from "@effect/vitest"
import { emptyTable, groupsOf } from "./groups.ts"

const request = {
  members: Uint32Array.of(0, 2, 3, 4, 6, 7),
  group: Int32Array.of(9, 9, 1, 9, -1, 1, 9, 5),
  neighbors: (size: number) => size
}

describe("groupsOf", () => {
  it("lists members by group, leaves out those in none, and never asks for more than the others", () => {
    assert.deepStrictEqual(groupsOf(request), [
      { rows: Uint32Array.of(1), k: 0 },
      { rows: Uint32Array.of(5), k: 0 },
      { rows: Uint32Array.of(0, 2, 4), k: 2 }
    ])
  })

  it("takes fractions, negative numbers and NaN as the whole number below, and none", () => {
    const k = (wanted: number) => groupsOf({ ...request, neighbors: () => wanted })[2]!.k
    assert.deepStrictEqual([1.9, -3, Number.NaN, Infinity].map(k), [1, 0, 0, 2])
  })

  it("lists who is sought where not all are, and asks for no more than there are of them", () => {
    const sought = Uint8Array.of(1, 0, 1, 1, 0, 0, 0, 0)
    assert.deepStrictEqual(groupsOf({ ...request, sought }), [
      { rows: Uint32Array.of(1), k: 0 },
      { rows: Uint32Array.of(5), k: 0, sought: Uint32Array.of() },
      { rows: Uint32Array.of(0, 2, 4), k: 2, sought: Uint32Array.of(0, 2) }
    ])
    assert.deepStrictEqual(groupsOf({ ...request, sought: new Uint8Array(8).fill(1) }), groupsOf(request))
  })

  it("makes tables as wide as the widest group", () => {
    const table = emptyTable(request.members, groupsOf(request))
    assert.strictEqual(table.width, 2)
    assert.isTrue(table.distances.every(Number.isNaN))
  })
})
