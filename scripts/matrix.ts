/**
 * Does the answer depend on the machine? Every strategy on thirty pools, with 1, 2, 3 and 8 threads, on every build of the
 * kernels: `npm run check:matrix -- [--strategies a,b] [--pools 1,13] [--threads 1,2,3,8] [--variants simd]`.
 *
 * Within a build the picks and the bits of their scores must be the same for any number of threads; across builds the
 * picks must be the same on pools without ties. Prints strategies by pools and each cell that disagrees, ends with
 * `N passed, N failed` (cells), and exits with 1 when one fails.
 */
import { supports, type Variant } from "@marginalia/core/Kernels"
import { Kernels } from "@marginalia/core/node"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { parseArgs } from "node:util"
import { type Cell, names, runCell, type Way } from "./matrix/cells.ts"
import { type Pool, pools } from "./matrix/pools.ts"
import { describeCell, holds, table } from "./matrix/table.ts"
import { totalsLine } from "./totals.ts"

const variants = ["relaxed-simd", "simd", "typescript"] as const

interface Options {
  readonly strategies: ReadonlyArray<string>
  readonly pools: ReadonlyArray<Pool>
  readonly threads: ReadonlyArray<number>
  readonly variants: ReadonlyArray<Variant>
}

const chosen = <A>(
  what: string,
  text: string | undefined,
  all: ReadonlyArray<A>,
  nameOf: (a: A, i: number) => string
) => {
  if (text === undefined) return all
  const names = all.map(nameOf)
  return text.split(",").map((name) => {
    const at = names.indexOf(name)
    if (at >= 0) return all[at]!
    throw new Error(`there is no ${what} "${name}"; there are ${names.join(", ")}`)
  })
}

const read = (): Options => {
  const { values } = parseArgs({
    options: {
      strategies: { type: "string" },
      pools: { type: "string" },
      threads: { type: "string" },
      variants: { type: "string" }
    }
  })
  const threads = (values.threads ?? "1,2,3,8").split(",").map(Number)
  if (!threads.every((n) => Number.isInteger(n) && n > 0)) {
    throw new Error(`--threads is "${values.threads}", and should be 1,2, say`)
  }
  return {
    strategies: chosen("strategy", values.strategies, names, (name) => name),
    pools: chosen("pool", values.pools, pools, (_, i) => String(i + 1)),
    threads,
    variants: chosen("variant", values.variants, variants.filter(supports), (name) => name)
  }
}

/** TypeScript works on the calling thread, however many are asked for: two numbers tell. */
const threadsOf = (variant: Variant, { threads }: Options): ReadonlyArray<number> =>
  variant === "typescript" ? threads.slice(0, 2) : threads

const waysOf = (options: Options, scope: Scope.Scope): Promise<ReadonlyArray<Way>> =>
  Effect.runPromise(Effect.forEach(
    options.variants.flatMap((variant) => threadsOf(variant, options).map((threads) => ({ variant, threads }))),
    (way) => Effect.map(Scope.provide(Kernels.make(way), scope), (kernels): Way => ({ ...way, kernels }))
  ))

const main = async (): Promise<boolean> => {
  const options = read(), scope = Effect.runSync(Scope.make()), cells: Array<Cell> = []
  try {
    const ways = await waysOf(options, scope)
    for (const name of options.strategies) {
      const start = performance.now()
      for (const pool of options.pools) cells.push(await runCell(name, pool, ways))
      console.error(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`)
    }
  } finally {
    await Effect.runPromise(Scope.close(scope, Exit.void))
  }
  const wrong = cells.filter((cell) => !holds(cell))
  console.log(table(cells, options.pools.map((pool) => [pools.indexOf(pool) + 1, pool.name])))
  for (const cell of wrong) console.log(describeCell(cell))
  console.log(totalsLine({ passed: cells.length - wrong.length, failed: wrong.length, skipped: 0 }))
  return wrong.length === 0
}

try {
  if (!await main()) process.exitCode = 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
