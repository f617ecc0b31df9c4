import { assert, describe, it } from "@effect/vitest"
import * as Slab from "../kernels/slab.ts"
import { best } from "../kernels/variant.ts"
import * as Pool from "./pool.ts"

const variant = best()

/** Has a worker do `items` of a kernel, one at a time; rejects with the error of a worker that failed. */
const call = (
  pool: Pool.Pool,
  slab: Slab.Slab,
  kernel: string,
  items: number,
  args: ReadonlyArray<number>
): Promise<void> => {
  const state = slab.alloc(12)
  Slab.u32(slab, state, 3).set([0, 1, 0])
  return new Promise((resolve, reject) =>
    pool.call(0, slab, { calls: [{ kernel, args }], state, done: 2, size: 1, items }, reject).wait(() => {
      assert.strictEqual(Slab.u32(slab, state, 3)[2], 1)
      resolve()
    })
  )
}

const failure = (task: Promise<void>): Promise<unknown> => task.then(() => undefined, (error: unknown) => error)

describe.skipIf(variant === "typescript")("a pool", () => {
  it("a thread that fails tells all who wait for it, and another takes its place", async () => {
    if (variant === "typescript") return
    const pool = Pool.make(variant, 1)
    const slab = Slab.make(4096, variant)
    const x = slab.alloc(16), out = slab.alloc(16)
    Slab.f32(slab, x, 4).set([3, 4, 0, 2])
    const good = [2, [x, 2, out]] as const
    const failed = await Promise.all([
      failure(call(pool, slab, "no such kernel", 1, [])),
      failure(call(pool, slab, "rowNorms", ...good))
    ])
    assert.isTrue(failed.every((error) => error instanceof Error))
    await call(pool, slab, "rowNorms", ...good)
    assert.deepStrictEqual([...Slab.f64(slab, out, 2)], [5, 2])
    await pool.close()
  })

  it("a closed pool starts anew when it is called again", async () => {
    if (variant === "typescript") return
    const pool = Pool.make(variant, 1)
    const slab = Slab.make(4096, variant)
    const x = slab.alloc(16), out = slab.alloc(16)
    for (let round = 1; round < 3; round++) {
      Slab.f32(slab, x, 1).set([-round])
      await call(pool, slab, "rowNorms", 1, [x, 1, out])
      assert.strictEqual(Slab.f64(slab, out, 1)[0], round)
      await pool.close()
    }
  })
})
