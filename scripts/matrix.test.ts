import { afterAll, assert, describe, it } from "@effect/vitest"
import { make as onThisThread, supports } from "@marginalia/core/Kernels"
import { Kernels } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { spawnSync } from "node:child_process"
import { names, runCell, type Way } from "./matrix/cells.ts"
import { type Pool, pools } from "./matrix/pools.ts"
import { describeCell, holds } from "./matrix/table.ts"
import { root } from "./sources.ts"
import { readTotalsLine } from "./totals.ts"

const [below, above] = [pools[12]!, pools[14]!]

/**
 * Few enough for every day: one row, one column, repeated rows, and both sides of the threshold. These two are wide instead
 * of long: a pass over the rows takes as long, and what looks at all pairs of rows less.
 */
const short: ReadonlyArray<Pool> = [
  ...[1, 3, 8].map((at) => pools[at - 1]!),
  { ...below, name: "256 × 128, below the threshold", size: 256, cols: 128 },
  { ...above, name: "515 × 128, just above", size: 515, cols: 128 }
]

/** Takes a second on one of these pools; the whole matrix has it on all. */
const SLOW = "batchbald"

const poolsFor = (name: string): ReadonlyArray<Pool> =>
  name === SLOW ? short.map((pool) => ({ ...pool, size: Math.min(pool.size, 40) })) : short

describe.runIf(supports("simd"))("the matrix, in short", () => {
  const scope = Scope.makeUnsafe()
  afterAll(() => Effect.runPromise(Scope.close(scope, Exit.void)))

  const three = Effect.runSync(Scope.provide(Kernels.make({ threads: 3, variant: "simd" }), scope))
  const ways: ReadonlyArray<Way> = [
    { variant: "simd", threads: 1, kernels: onThisThread({ variant: "simd" }) },
    { variant: "simd", threads: 3, kernels: three }
  ]

  it.each(names)("%s answers the same with three threads", async (name) => {
    for (const pool of poolsFor(name)) {
      const cell = await runCell(name, pool, ways)
      assert.isTrue(holds(cell), describeCell(cell))
      if (pool.cols > 1) assert.strictEqual(cell.verdict, "same", `${name} refuses ${pool.name}`)
    }
  })

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
