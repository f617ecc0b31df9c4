import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Frame, Matrix, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { distance, type Rows } from "../../test/naive.ts"
import { bandwidthOf } from "./bandwidth.ts"

const frameOf = (
  rows: Rows,
  labeled: ReadonlyArray<number>,
  picked: ReadonlyArray<number> = []
): Frame.Frame<"embedding"> => ({
  embedding: Matrix.fromRows(rows),
  size: rows.length,
  labeled: Uint32Array.from(labeled),
  labels: new Int32Array(labeled.length),
  classes: 2,
  candidates: new Uint32Array(),
  picked: Uint32Array.from(picked),
  budget: 0,
  round: 0,
  key: Rng.fromSeed(0),
  wider: [],
  evidence: []
})

const bandwidth = (...args: Parameters<typeof frameOf>): number => Effect.runSync(bandwidthOf(frameOf(...args)))

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

  it("counts what was picked before as labeled", () => {
    assert.strictEqual(bandwidth(line, [0], [4]), 2)
    assert.strictEqual(bandwidth(line, [0], []), 1)
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
