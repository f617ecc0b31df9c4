import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { clouds, everyone } from "../../test/clouds.ts"
import { radiusGraphSync } from "../kernels/radius-graph.ts"
import { fromRows } from "../Matrix.ts"
import { ballsSync } from "./brute.ts"
import { copiesOf, distinctOf, edgesAmong } from "./copies.ts"
import { distance } from "./distance.ts"
import { type CoverOptions, maxCover } from "./max-cover.ts"

/** The definition, counting afresh at every pick. */
const byDefinition = (rows: Uint32Array, balls: ReadonlyArray<Uint32Array>, options: CoverOptions) => {
  const row = new Map([...rows].map((position, i) => [position, i]))
  const labeled = new Set([...options.covered].map((position) => row.get(position)!))
  const eligible = [...options.eligible].map((position) => row.get(position)!).filter((i) => !labeled.has(i))
  let uncovered = new Set(rows.keys())
  for (const i of labeled) for (const j of balls[i]!) uncovered.delete(j)
  const picked: Array<number> = [], gains: Array<number> = []
  while (picked.length < options.budget && picked.length < eligible.length) {
    const gain = (i: number) => balls[i]!.filter((j) => uncovered.has(j)).length
    const open = eligible.filter((i) => !picked.includes(i))
    let best = open.reduce((a, b) => gain(b) > gain(a) ? b : a)
    if (gain(best) === 0) {
      uncovered = new Set([...rows.keys()].filter((i) => !labeled.has(i) && !picked.includes(i)))
      best = open.reduce((a, b) => gain(b) > gain(a) ? b : a)
    }
    gains.push(gain(best))
    picked.push(best)
    for (const j of balls[best]!) uncovered.delete(j)
  }
  return { picks: Uint32Array.from(picked, (i) => rows[i]!), gains: Uint32Array.from(gains) }
}

describe("maxCover", () => {
  test.prop([clouds, fc.nat(), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 70 })])(
    "picks by the definition, through pass after pass",
    (matrix, at, labels, budget) => {
      const rows = everyone(matrix).filter((i) => i % 8 !== 5)
      const radius = distance(matrix.data, matrix.cols, at % matrix.rows, 0)
      const options = {
        covered: rows.filter((i) => i % 9 < labels),
        eligible: rows.filter((i) => i % 4 !== 2),
        budget
      }
      const { gains, picks } = Effect.runSync(maxCover(radiusGraphSync({ matrix, rows, radius }), options))
      assert.deepStrictEqual({ picks, gains }, byDefinition(rows, ballsSync(matrix, rows, radius), options))
    }
  )

  test.prop([clouds, fc.nat(), fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 70 })])(
    "picks the same where equal rows are one row of the graph",
    (matrix, at, labels, budget) => {
      const all = everyone(matrix), radius = distance(matrix.data, matrix.cols, at % matrix.rows, 0)
      fc.pre(radius > 0)
      const options = { covered: all.filter((i) => i % 9 < labels), eligible: all.filter((i) => i % 4 !== 2), budget }
      const copies = copiesOf(matrix), graph = radiusGraphSync({ matrix, rows: distinctOf(copies), radius })
      const whole = radiusGraphSync({ matrix, rows: all, radius })
      assert.strictEqual(edgesAmong(copies, graph), whole.targets.length)
      assert.deepStrictEqual(
        Effect.runSync(maxCover(graph, { ...options, copies })),
        Effect.runSync(maxCover(whole, options))
      )
    }
  )

  it.effect("worked by hand: five points on a line, two passes", () =>
    Effect.gen(function*() {
      const matrix = fromRows([[0], [1], [2], [3], [4]])
      const graph = radiusGraphSync({ matrix, rows: everyone(matrix), radius: 1.5 })
      const cover = yield* maxCover(graph, { covered: new Uint32Array(), eligible: everyone(matrix), budget: 4 })
      assert.deepStrictEqual([...cover.picks], [1, 3, 0, 2])
      assert.deepStrictEqual([...cover.gains], [3, 2, 1, 1])
      assert.deepStrictEqual([...cover.passes], [0, 0, 1, 1])
      assert.strictEqual(cover.coverage, 1)
    }))

  it.effect("covers the neighborhoods of the labeled first, and never picks a labeled item", () =>
    Effect.gen(function*() {
      const matrix = fromRows([[0], [1], [2], [3], [4], [9]])
      const graph = radiusGraphSync({ matrix, rows: everyone(matrix), radius: 1.5 })
      const options = { covered: Uint32Array.of(1), eligible: everyone(matrix), budget: 1 }
      const cover = yield* maxCover(graph, options)
      assert.deepStrictEqual([...cover.picks, ...cover.gains], [3, 2])
      assert.strictEqual(cover.coverage, 5 / 6)
    }))
})
