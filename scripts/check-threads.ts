/**
 * Says whether the number of threads changes anything at the sizes from which work is split: `npm run check:threads`.
 *
 * Every kernel and every strategy on 1, 2, 3, 5 and 8 threads, bit by bit, and clusters against a plain k-means. Exits
 * with 1 when something differs.
 */
import { Kernels } from "@marginalia/core"
import { Kernels as Threaded } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import { compareClusters, compareThreads, kernelTasks, strategyTasks, type Verdict } from "./threads/compare.ts"
import { large, small } from "./threads/pools.ts"
import { totalsLine } from "./totals.ts"

/** Counts what was found, and tells of it. */
const tell = (verdicts: ReadonlyArray<Verdict>): { readonly passed: number; readonly failed: number } => {
  for (const { name, problem } of verdicts) {
    console.log(`${problem === undefined ? "ok    " : "FAILED"}  ${name}`, problem ?? "")
  }
  const failed = verdicts.filter(({ problem }) => problem !== undefined).length
  return { passed: verdicts.length - failed, failed }
}

/** Strategies are tried where that takes seconds. */
const few = new Set(["700 x 40", "1000 x 32"])

const main = Effect.gen(function*() {
  const began = performance.now()
  const crews = yield* Effect.forEach([2, 3, 5, 8], (threads) => Threaded.make({ threads }))
  let passed = 0, failed = 0
  for (const shape of [...small, ...large]) {
    const name = `${shape.rows} x ${shape.cols}`
    console.log(`\n${name}: ${shape.why}`)
    const clusters = compareClusters(shape, [Kernels.make(), ...crews])
    const strategies = compareThreads(few.has(name) ? strategyTasks(shape) : [], crews)
    for (const part of [clusters, compareThreads(kernelTasks(shape), crews), strategies]) {
      const more = tell(yield* part)
      passed += more.passed
      failed += more.failed
    }
  }
  console.log(`\n${Math.round((performance.now() - began) / 1000)} s`)
  console.log(totalsLine({ passed, failed, skipped: 0 }))
  process.exitCode = failed === 0 ? 0 : 1
}).pipe(Effect.scoped)

if (import.meta.main) await Effect.runPromise(main)
