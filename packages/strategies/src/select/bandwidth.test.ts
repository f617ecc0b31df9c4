import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { distance, type Rows } from "../../test/naive.ts"
import { bandwidthOf } from "./bandwidth.ts"

const bandwidth = (rows: Rows, some: ReadonlyArray<number>): number =>
  Effect.runSync(bandwidthOf(Matrix.fromRows(rows), Uint32Array.from(some)))

describe("bandwidthOf", () => {
  const line: Rows = [[9], [0], [2], [0], [7], [-0], [2]]

  it("is the smallest positive distance of two labeled items; equal ones are not apart", () => {
    assert.strictEqual(bandwidth(line, [0, 1, 3, 5, 6]), 2)
    assert.strictEqual(bandwidth(line, [0, 4]), 2)
    assert.strictEqual(bandwidth(line, [4, 1]), 7)
  })

  it("is 1 where no two of them differ", () => {
    for (const labeled of [[], [4], [1, 3, 5], [2, 6]]) assert.strictEqual(bandwidth(line, labeled), 1)
  })

  const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })), {
    minLength: 1,
    maxLength: 20
  })
  test.prop([rows, fc.array(fc.nat(19), { maxLength: 20 })])("agrees with looking at every pair", (rows, some) => {
    const labeled = [...new Set(some)].filter((i) => i < rows.length)
    const apart = labeled.flatMap((a) => labeled.map((b) => distance(rows[a]!, rows[b]!))).filter((d) => d > 0)
    assert.strictEqual(bandwidth(rows, labeled), apart.length === 0 ? 1 : Math.min(...apart))
  })
})
