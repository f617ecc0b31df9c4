import { afterAll, assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { variants } from "../../test/kernels.ts"
import { pools } from "../../test/pools.ts"
import { runs } from "../../test/runs.ts"
import { works } from "../../test/works.ts"
import { fromEngine, Kernels } from "../Kernels.ts"
import { type Engine, single } from "../kernels/engine.ts"
import { compiledOnly } from "../kernels/kernel.ts"
import { settingsFrom } from "../kernels/scattered.ts"
import { spreadsKernel } from "../kernels/sketch.ts"
import * as Slab from "../kernels/slab.ts"
import { supports } from "../kernels/variant.ts"
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
      const calls: Array<() => void> = []
      const pool: Pool.Pool = {
        workers: threads - 1,
        call: (_worker, slab, { done, items, size, state }) => {
          const numbers = new Uint32Array(slab.buffer(), state, done + 1)
          const some = (): void => {
            const from = Atomics.add(numbers, 0, size)
            if (from >= items) numbers[done] = 1
            else {
              assert.strictEqual(from % blocks.align, 0)
              for (let i = from; i < Math.min(items, from + size); i++) times[i]!++
              calls.push(some)
            }
          }
          calls.push(some)
          return {
            wait: (told) =>
              void setImmediate(() => {
                while (numbers[done] === 0) calls.shift()!()
                told()
              }),
            end: () => {}
          }
        },
        close: () => Promise.resolve()
      }
      const engine = threaded("simd", pool, { small: 0, budget: 500 })
      const slab = Slab.make(1024, "simd")
      const here = (from: number, to: number) => {
        for (let i = from; i < to; i++) times[i]!++
      }
      const own: Slab.Slab = { ...slab, bind: () => here as never }
      await Effect.runPromise(engine.over(own, blocks, { items, cost }, [0]))
      assert.isTrue(times.every((n) => n === 1))
    }
  )
})

describe.skipIf(!supports("simd"))("a work on threads that does not come to its end", () => {
  /** The squared length of the row at `x`, all ones, again and again: some time for each, and in between a look who else is there. */
  const cols = 2 ** 16
  const work = (pool: Pool.Pool, rows: number) => {
    const slab = Slab.make(2 ** 22, "simd")
    const x = slab.alloc(4 * cols),
      index = slab.alloc(4 * rows),
      mean = slab.alloc(8 * cols),
      out = slab.alloc(8 * rows)
    Slab.f32(slab, x, cols).fill(1)
    Slab.u32(slab, index, rows).fill(0)
    Slab.f64(slab, mean, cols).fill(0)
    Slab.f64(slab, out, rows).fill(-1)
    const engine = threaded("simd", pool, { small: 0, budget: 4 * cols })
    const run = engine.over(slab, spreadsKernel, { items: rows, cost: 4 * cols }, [x, index, cols, mean, out])
    return { run, engine, slab, lengths: () => Slab.f64(slab, out, rows).slice() }
  }
  const pause = () => new Promise((resolve) => setTimeout(resolve, 100))

  it("is left when it is interrupted, and nobody writes afterwards", async () => {
    const pool = Pool.make("simd", 2), { lengths, run } = work(pool, 50_000)
    const fiber = Effect.runFork(run)
    await pause()
    await Effect.runPromise(Fiber.interrupt(fiber))
    const after = lengths()
    assert.include([...after], cols)
    assert.include([...after], -1)
    assert.isTrue(after.every((square) => square === cols || square === -1))
    await pause()
    assert.deepStrictEqual(lengths(), after)
    await pool.close()
  })

  it("fails where a kernel does, and the next one is done", async () => {
    const pool = Pool.make("simd", 1), { engine, lengths, run, slab } = work(pool, 100)
    const none = compiledOnly("no such kernel", ["number"]), beyond = 2 ** 32 - 64
    for (
      const wrong of [
        engine.over(slab, none, { items: 100, cost: 4 * cols }, [0]),
        engine.over(slab, spreadsKernel, { items: 100, cost: 4 * cols }, [beyond, beyond, cols, beyond, beyond])
      ]
    ) assert.isTrue(Exit.isFailure(await Effect.runPromiseExit(wrong)))
    await Effect.runPromise(run)
    assert.isTrue(lengths().every((square) => square === cols))
    await pool.close()
  })

  it("fails where a worker is lost, and the next one is done by another", async () => {
    const pool = Pool.make("simd", 1), { run } = work(pool, 50_000)
    const failed = Effect.runPromiseExit(run)
    await pause()
    await pool.close()
    assert.isTrue(Exit.isFailure(await failed))
    const { lengths, run: again } = work(pool, 100)
    await Effect.runPromise(again)
    assert.isTrue(lengths().every((square) => square === cols))
    await pool.close()
  })
})

describe.each(variants.filter((variant) => variant !== "typescript"))("the same bits on threads (%s)", (variant) => {
  const crews = [0, 1, 2, 4].map((workers) => Pool.make(variant, workers))
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
        assert.deepStrictEqual(found, expected, `with ${crew.workers} workers`)
      }
    })
  }
})
