import { fc, test } from "@fast-check/vitest"
import { assert, describe, it } from "vitest"
import { fromRows, fromRows64 } from "./Matrix.ts"
import * as Partition from "./Partition.ts"

const clusters = (...assignment: ReadonlyArray<number>) => ({ assignment: Int32Array.from(assignment) })

const partition = fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 1, maxLength: 20 }).map((list) =>
  clusters(...list)
)

describe("sizes and members", () => {
  it("count the pool, or some of it", () => {
    const self = clusters(0, 2, 2, -1, 0)
    assert.strictEqual(Partition.count(self), 3)
    assert.deepStrictEqual([...Partition.sizes(self)], [2, 0, 2])
    assert.deepStrictEqual([...Partition.sizes(self, Uint32Array.of(1, 3, 4))], [1, 0, 1])
  })

  it("count empty clusters that have a center", () => {
    assert.strictEqual(Partition.count({ ...clusters(0, 0), centers: fromRows64([[1], [2], [3]]) }), 3)
    assert.strictEqual(Partition.count(clusters(-1, -1)), 0)
  })

  test.prop([partition, fc.boolean()])(
    "members are the positions in their order, each in its cluster",
    (self, turned) => {
      const all = Uint32Array.from(self.assignment.keys())
      const positions = turned ? all.toReversed() : all
      const lists = Partition.members(self, positions)
      lists.forEach((list, k) =>
        assert.deepStrictEqual([...list], [...positions].filter((position) => self.assignment[position] === k))
      )
      assert.deepStrictEqual(lists.map((list) => list.length), [...Partition.sizes(self)])
    }
  )
})

describe("centers", () => {
  const matrix = fromRows([[1, 0], [3, 4], [10, 10], [7, 7]])

  it("are the members' means; those in no cluster do not count", () => {
    assert.deepStrictEqual([...Partition.means(clusters(0, 0, 1, -1), matrix).data], [2, 2, 10, 10])
  })

  it("of empty clusters are NaN", () => {
    assert.deepStrictEqual([...Partition.means(clusters(1, 1, 1, 1), matrix).data.slice(0, 2)], [
      Number.NaN,
      Number.NaN
    ])
  })

  it("are taken as given, when given", () => {
    const centers = fromRows64([[5, 5]])
    assert.strictEqual(Partition.centers({ ...clusters(0, 0, 0, 0), centers }, matrix), centers)
    assert.deepStrictEqual([...Partition.centers(clusters(0, 0, 0, 0), matrix).data], [5.25, 5.25])
  })
})
