import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { cloud, type Kind } from "../../test/clouds.ts"
import { type Work, works } from "../../test/works.ts"
import { fromEngine, Kernels } from "../Kernels.ts"
import { calling, type Engine, single } from "./engine.ts"
import { cutsFrom, scattered, settingsFrom } from "./scattered.ts"
import { best, compiled } from "./variant.ts"

const variant = best()

/** A work on a pool. */
interface Try {
  readonly work: Work
  readonly pool: readonly [Kind, rows: number, cols: number]
  readonly seed: number
}

const pools = [["plain", 70, 5], ["grid", 530, 3], ["duplicates", 300, 9], ["plain", 150, 33]] as const
const tries: ReadonlyArray<Try> = [1, 2, 3].flatMap((seed) =>
  pools.flatMap((pool) => works.map((work) => ({ work, pool, seed })))
)

const answer = (
  { pool: [kind, rows, cols], seed, work }: Try,
  engine: Engine,
  numbers = seed
): Promise<unknown> =>
  Effect.runPromise(
    work.run(cloud(kind, rows, cols, numbers), seed).pipe(
      Effect.provideService(Kernels, fromEngine(engine)),
      // What was not computed may be read as an address.
      Effect.catchCause(() => Effect.succeed("a failure"))
    )
  )

/** An engine that tells which kernels it calls. */
const telling = (of: Engine, tell: (name: string) => void): Engine => ({
  ...of,
  ...calling((slab, steps, work) => {
    for (const { kernel } of steps) tell(kernel.name)
    return of.through(slab, steps, work)
  })
})

/** What a work comes to, and the kernels that it calls; asked once of each, for all tests. */
const whole = new Map<Try, Promise<{ readonly called: ReadonlySet<string>; readonly expected: unknown }>>()

const wholeOf = (one: Try) => {
  const run = async () => {
    const called = new Set<string>()
    const expected = await answer(one, telling(scattered(variant, one.seed), (name) => called.add(name)))
    return { called, expected }
  }
  if (!whole.has(one)) whole.set(one, run())
  return whole.get(one)!
}

/** An engine that does all of a work but for one kernel, of which it does the first range only. */
const dropping = (name: string, seed: number): Engine => {
  const whole = scattered(variant, seed)
  const { threads } = whole
  const cuts = cutsFrom(seed, threads)
  const first = single(variant, {
    cut: (work, align, size) => Array.from(cuts(work, align, size)).slice(0, 1),
    settings: settingsFrom(variant, seed),
    threads
  })
  return {
    ...whole,
    ...calling((slab, steps, work) =>
      Effect.forEach(steps, (one) => (one.kernel.name === name ? first : whole).through(slab, [one], work), {
        discard: true
      })
    )
  }
}

/** The kernels over ranges that the compiled form has. */
const known = variant === "typescript" ? [] : WebAssembly.Module.exports(compiled(variant))
  .filter(({ kind, name }) => kind === "function" && name !== "exactToCenters")
  .map(({ name }) => name)
  .filter((name) => name !== "coarsen" || variant === "relaxed-simd")

describe.skipIf(variant === "typescript")("every kernel over ranges", () => {
  it("is called by what the laws of threads try", async () => {
    const called = new Set<string>()
    for (const one of tries) for (const name of (await wholeOf(one)).called) called.add(name)
    assert.deepStrictEqual([...called].toSorted(), known.toSorted())
  })

  it.each(known)("%s: a part that is left out is noticed", async (name) => {
    for (const one of tries) {
      const { called, expected } = await wholeOf(one)
      if (!called.has(name)) continue
      // Or else what is not computed is still there from before.
      await answer(one, scattered(variant, one.seed), one.seed + 1)
      const found = await answer(one, dropping(name, one.seed))
      try {
        assert.deepStrictEqual(found, expected)
      } catch {
        return
      }
    }
    assert.fail(`nothing notices that ${name} does the first range only`)
  })
})
