import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { Kernels } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { runs } from "../../../core/test/runs.ts"
import { kernelsWith } from "../../../core/test/set-kernels.ts"
import { tilesOf } from "../../../core/test/tiles.ts"
import { type Group, keptOver } from "./distinct-tiles.ts"
import { apart, looked } from "./near-copies.ts"

/** Bytes of a row of two columns while it is gathered. */
const ROW = 832

const over = (data: Float32Array, groups: ReadonlyArray<Group>, rows: number) =>
  keptOver(tilesOf({ data, rows: data.length / 2, cols: 2 }, 64), groups, 0.001).pipe(
    Effect.provideService(Kernels.Kernels, kernelsWith({ gathered: rows * ROW }))
  )

const inMemory = Effect.fnUntraced(function*(data: Float32Array, groups: ReadonlyArray<Group>) {
  const here = yield* looked({ data, rows: data.length / 2, cols: 2 }), kept: Array<number> = []
  for (const { held, items } of groups) kept.push(...yield* apart(here, items, held, 0.001))
  return kept
})

/** Rows that point in one of some directions. */
const pointing = (directions: ReadonlyArray<number>): Float32Array =>
  Float32Array.from(directions.flatMap((d) => [Math.cos(d / 10), Math.sin(d / 10)]))

describe("keptOver", () => {
  it.effect("compares a block with what was kept of those before it, and with what is held", () =>
    Effect.gen(function*() {
      const data = pointing([1, 2, 1, 3, 2, 4, 3, 5])
      const groups = [{ items: Uint32Array.of(7, 5, 6, 3, 2, 1, 0), held: Uint32Array.of(4) }]
      for (const rows of [1, 2, 4, 6, 8]) assert.deepStrictEqual(yield* over(data, groups, rows), [7, 5, 6, 2])
    }))

  test.prop([
    fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 60 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 40 })
  ], { numRuns: runs(60) })(
    "keeps what is kept in memory, however many rows have room",
    async (directions, k, rows) => {
      const all = Uint32Array.from(directions.keys()), group = (c: number) => all.filter((i) => (i * 7) % k === c)
      const groups = Array.from({ length: k }, (_, c): Group => ({
        items: group(c).filter((i) => i % 5 !== 0).reverse(),
        held: group(c).filter((i) => i % 5 === 0)
      }))
      const data = pointing(directions)
      const [found, expected] = [over(data, groups, rows), inMemory(data, groups)].map((one) => Effect.runPromise(one))
      assert.deepStrictEqual(await found, await expected)
    }
  )
})
