import { assert, describe, it } from "@effect/vitest"
import { Matrix, Rng, selectSync, type Strategy } from "@marginalia/core"
import { supclust } from "./supclust.ts"
import { typiclust } from "./typiclust.ts"

/** Four groups far from each other, of 30, 25, 20 and 15 items. */
const sizes = [30, 25, 20, 15]
const groupOf = sizes.flatMap((size, group) => Array.from({ length: size }, () => group))
const embedding = Matrix.fromRows(
  groupOf.map((group, i) =>
    Array.from({ length: 4 }, (_, j) => (group === j ? 10 : 0) + Rng.uniform(Rng.fromSeed(7), 4 * i + j) / 2)
  )
)

describe("what is included", () => {
  for (const [name, strategy] of [["typiclust", typiclust()], ["supclust", supclust()]] as const) {
    it(`covers its cluster: ${name} asks about each of the others, with as many clusters as without`, () => {
      const run = (include: ReadonlyArray<number>) => {
        const { positions, trace } = selectSync(strategy as Strategy.Strategy<"embedding">, {
          embedding,
          budget: 4,
          seed: 0,
          include
        })
        return {
          groups: Array.from(positions, (position) => groupOf[position]!).toSorted(),
          k: trace.find(({ notes }) => notes["k"] !== undefined)!.notes["k"]
        }
      }
      assert.deepStrictEqual(run([]), { groups: [0, 1, 2, 3], k: 4 })
      for (const include of [[0], [40], [89], [3, 60]]) assert.deepStrictEqual(run(include), run([]))
    })
  }
})
