import { assert, describe, it } from "@effect/vitest"
import { make as onThisThread, supports } from "@marginalia/core/Kernels"
import { Kernels } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import { spawnSync } from "node:child_process"
import { names, runCell, type Way } from "./matrix/cells.ts"
import { pools } from "./matrix/pools.ts"
import { describeCell, holds } from "./matrix/table.ts"
import { root } from "./sources.ts"
import { readTotalsLine } from "./totals.ts"

/** Few enough for every day: both sides of the threshold, repeated rows, one column, one row. */
const short = [1, 3, 8, 13, 15].map((at) => pools[at - 1]!)

/** Takes a second on five hundred items; the whole matrix has it on all pools. */
const SLOW = "batchbald"

const ways = Effect.gen(function*() {
  const three = yield* Kernels.make({ threads: 3, variant: "simd" })
  const ways: ReadonlyArray<Way> = [
    { variant: "simd", threads: 1, kernels: onThisThread({ variant: "simd" }) },
    { variant: "simd", threads: 3, kernels: three }
  ]
  return ways
})

describe.runIf(supports("simd"))("the matrix, in short", () => {
  it.effect.each(names)(
    "%s answers the same with three threads",
    (name) =>
      Effect.gen(function*() {
        const all = yield* ways
        for (const pool of short.filter(({ size }) => size < 400 || name !== SLOW)) {
          const cell = yield* Effect.promise(() => runCell(name, pool, all))
          assert.isTrue(holds(cell), describeCell(cell))
          if (pool.cols > 1) assert.strictEqual(cell.verdict, "same", `${name} refuses ${pool.name}`)
        }
      }).pipe(Effect.scoped)
  )

  it("is a command that ends with its totals, and refuses what it does not know", () => {
    const run = (...args: ReadonlyArray<string>) =>
      spawnSync(process.execPath, [`${root}scripts/matrix.ts`, ...args], { cwd: root, encoding: "utf8" })
    const { status, stdout } = run("--strategies", "random,kcenter", "--pools", "1,6", "--threads", "1")
    assert.deepStrictEqual([status, readTotalsLine(stdout)], [0, { passed: 4, failed: 0, skipped: 0 }])
    const wrong = run("--pools", "31")
    assert.strictEqual(wrong.status, 1)
    assert.include(wrong.stderr, `there is no pool "31"`)
  })
})
