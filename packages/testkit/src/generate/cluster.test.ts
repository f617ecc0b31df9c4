import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { cluster, clusterArb } from "./cluster.ts"

describe("partitions", () => {
  test.prop([fc.integer({ min: 1, max: 30 }).chain((n) => clusterArb(n).map((made) => [n, made] as const))])(
    "put every item somewhere",
    ([n, { assignment }]) => {
      assert.strictEqual(assignment.length, n)
      assert.isTrue(assignment.every((number) => number >= -1))
    }
  )

  test.prop([fc.integer({ min: 4, max: 40 }), fc.nat()])("are free of ties where they say so", (rows, seed) => {
    const { assignment } = cluster({ rows, partition: "distinct", seed })
    const sizes = new Map<number, number>()
    assignment.forEach((number) => sizes.set(number, (sizes.get(number) ?? 0) + 1))
    assert.strictEqual(new Set(sizes.values()).size, sizes.size)
    assert.isAtLeast(Math.min(...sizes.values()), 4)
  })

  it("leave numbers empty and items outside", () => {
    const kinds = (partition: "gaps" | "outsiders") => cluster({ rows: 30, partition, seed: 1 }).assignment
    assert.isBelow(new Set(kinds("gaps")).size, Math.max(...kinds("gaps")))
    assert.isTrue(kinds("outsiders").includes(-1))
  })
})
