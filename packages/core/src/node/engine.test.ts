import { afterAll, assert, describe } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { variants } from "../../test/kernels.ts"
import { pools } from "../../test/pools.ts"
import { runs } from "../../test/runs.ts"
import { works } from "../../test/works.ts"
import { fromEngine, Kernels } from "../Kernels.ts"
import { type Engine, single } from "../kernels/engine.ts"
import { compiledOnly } from "../kernels/kernel.ts"
import { settingsFrom } from "../kernels/scattered.ts"
import * as Slab from "../kernels/slab.ts"
import { make, type Matrix } from "../Matrix.ts"
import { threaded } from "./engine.ts"
import * as Pool from "./pool.ts"

/** Other numbers in the same places. */
const other = ({ cols, data, rows }: Matrix) => make(data.toReversed().map((value) => 1 - value), rows, cols)

const on = (engine: Engine) => Effect.provideService(Kernels, fromEngine(engine))

describe("what is handed to threads", () => {
  const blocks = compiledOnly("blocks", ["number"], 4)

  test.prop([fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 8 })])(
    "covers every item once, from multiples of the alignment",
    async (items, cost, threads) => {
      const times = new Uint8Array(items)
      const pool: Pool.Pool = {
        threads,
        call: (_thread, _slab, _kernel, [from = 0, to = 0], done) => {
          assert.strictEqual(from % blocks.align, 0)
          for (let i = from; i < to; i++) times[i]!++
          setImmediate(done)
        },
        close: () => Promise.resolve()
      }
      const engine = threaded("simd", pool, { small: 0, budget: 500 })
      await Effect.runPromise(engine.over(Slab.make(1024, "simd"), blocks, { items, cost }, [0]))
      assert.isTrue(times.every((n) => n === 1))
    }
  )
})

describe.each(variants.filter((variant) => variant !== "typescript"))("the same bits on threads (%s)", (variant) => {
  const crews = [1, 2, 3, 5].map((threads) => Pool.make(variant, threads))
  afterAll(() => Promise.all(crews.map((crew) => crew.close())))

  for (const { name, run } of works) {
    test.prop([pools, fc.nat()], { numRuns: runs(8) })(name, async (x, seed) => {
      const expected = await Effect.runPromise(run(x, seed).pipe(on(single(variant))))
      const drawn = { ...settingsFrom(variant, seed), small: 1 }
      const small = crews.map((crew) => ({ crew, settings: drawn }))
      for (const { crew, settings } of [...small, { crew: crews[1 + seed % 3]!, settings: {} }]) {
        // What is not computed must not be there from before.
        await Effect.runPromise(run(other(x), seed).pipe(on(single(variant))))
        const found = await Effect.runPromise(run(x, seed).pipe(on(threaded(variant, crew, settings))))
        assert.deepStrictEqual(found, expected, `on ${crew.threads} threads`)
      }
    })
  }
})
