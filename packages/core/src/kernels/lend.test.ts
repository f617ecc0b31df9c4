import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { make } from "../Matrix.ts"
import { giveWay } from "./breathe.ts"
import { lend } from "./lend.ts"
import { reported, share, sharedOf } from "./shared.ts"
import * as Slab from "./slab.ts"

/** A slab that counts the bytes in use. */
const counting = () => {
  const slab = Slab.make(2 ** 16, "typescript"), sizes = new Map<number, number>()
  const used = () => [...sizes.values()].reduce((a, b) => a + b, 0)
  const alloc = (bytes: number): number => {
    const at = slab.alloc(bytes)
    sizes.set(at, bytes)
    return at
  }
  const free = (at: number): void => {
    sizes.delete(at)
    slab.free(at)
  }
  return { slab: { ...slab, alloc, free }, used }
}

const setUp = (shared: boolean) => {
  const of = make(new Float32Array(4), 2, 2), { slab, used } = counting()
  if (shared) share(of)
  let times = 0
  const wanted = {
    of,
    slab,
    name: "something",
    make: (alloc: (bytes: number) => number) =>
      Effect.flatMap(giveWay, () => {
        times++
        return Effect.as(giveWay, { at: alloc(1024) })
      })
  }
  /** What one sees: where it lies, and how much is in use while all are at it. */
  const one = lend(wanted, ({ at }) => Effect.as(Effect.andThen(giveWay, giveWay), { at, used: used() }))
  return { one, wanted, used, made: () => times }
}

describe("lend", () => {
  it("makes one for all who use it at the same time, and frees it at the last one's end", async () => {
    const { made, one, used } = setUp(true)
    const seen = await Promise.all([1, 2, 3, 4].map(() => Effect.runPromise(one)))
    assert.strictEqual(made(), 1)
    assert.strictEqual(new Set(seen.map(({ at }) => at)).size, 1)
    assert.deepStrictEqual(seen.map(({ used }) => used), [1024, 1024, 1024, 1024])
    assert.strictEqual(used(), 0)
    await Effect.runPromise(one)
    assert.deepStrictEqual([made(), used()], [2, 0])
  })

  it("keeps it for those who need it longer", async () => {
    const { used, wanted } = setUp(true)
    const long = lend(wanted, () => Effect.map(Effect.repeat(giveWay, { times: 20 }), used))
    const [during] = await Promise.all([Effect.runPromise(long), Effect.runPromise(lend(wanted, Effect.succeed))])
    assert.deepStrictEqual([during, used()], [1024, 0])
  })

  it("makes one each of a matrix that nobody shares", async () => {
    const { made, one, used } = setUp(false)
    await Promise.all([Effect.runPromise(one), Effect.runPromise(one)])
    assert.deepStrictEqual([made(), used()], [2, 0])
  })

  it("keeps what others use when one is interrupted, and leaves the making to the next", async () => {
    const { made, one, used } = setUp(true)
    const first = Effect.runFork(one), second = Effect.runFork(one), third = Effect.runFork(one)
    await Effect.runPromise(Fiber.interrupt(first))
    await Effect.runPromise(Fiber.interrupt(third))
    const { used: during } = await Effect.runPromise(Fiber.join(second))
    assert.deepStrictEqual([during, used()], [1024, 0])
    assert.isAtMost(made(), 2)
  })

  it("lets what is reported on the way ask for the same, and keeps one of the two", async () => {
    const { one, used, wanted } = setUp(true)
    const asks = reported(Effect.promise(() => Effect.runPromise(one)))
    const make = (alloc: (bytes: number) => number) => Effect.andThen(asks, wanted.make(alloc))
    const end = Effect.runPromise(lend({ ...wanted, make }, () => Effect.sync(used)))
    assert.strictEqual(await end, 1024)
    assert.strictEqual(used(), 0)
  })

  it("frees its own where another was made meanwhile, and uses that", async () => {
    const { used, wanted } = setUp(true)
    let other: Promise<unknown> = Promise.resolve()
    const long = lend(wanted, () => Effect.repeat(giveWay, { times: 20 }))
    // The other is made while the report is waited for, and still used when this one is.
    const asks = reported(Effect.suspend(() => {
      other = Effect.runPromise(long)
      return Effect.repeat(giveWay, { times: 10 })
    }))
    const make = (alloc: (bytes: number) => number) => Effect.andThen(asks, wanted.make(alloc))
    assert.strictEqual(await Effect.runPromise(lend({ ...wanted, make }, () => Effect.sync(used))), 1024)
    await other
    assert.strictEqual(used(), 0)
  })

  it("remembers no name whose turn is over", async () => {
    const { one, wanted } = setUp(true)
    const failing = lend({ ...wanted, make: () => Effect.die(1) }, Effect.succeed)
    const interrupted = Effect.runFork(one)
    await Promise.all([Effect.runPromise(one), Effect.runPromise(Effect.exit(failing))])
    await Effect.runPromise(Fiber.interrupt(interrupted))
    assert.strictEqual(sharedOf(wanted.of)!.turns.size, 0)
  })

  it("frees what was allocated when the making fails", async () => {
    const { used, wanted } = setUp(true)
    const failing = lend({
      ...wanted,
      make: (alloc) => Effect.sync(() => alloc(16)).pipe(Effect.andThen(Effect.die(1)))
    }, Effect.succeed)
    await Effect.runPromise(Effect.exit(failing))
    assert.strictEqual(used(), 0)
  })

  it("gives a synchronous run what is there, or one of its own", async () => {
    const { used, wanted } = setUp(true)
    const now = { ...wanted, make: (alloc: (bytes: number) => number) => Effect.sync(() => ({ at: alloc(1024) })) }
    const inUse = lend(now, () => Effect.sync(used))
    assert.strictEqual(Effect.runSync(inUse), 1024)
    const outer = lend(now, () => Effect.sync(() => Effect.runSync(inUse)))
    assert.strictEqual(await Effect.runPromise(outer), 1024)
    assert.strictEqual(used(), 0)
  })
})
