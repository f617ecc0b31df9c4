import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { breathe } from "./breathe.ts"
import { BUDGET } from "./settings.ts"

describe("breathe", () => {
  it("lets the event loop turn between the pieces of all fibers, not of each", async () => {
    let [turns, running] = [0, true]
    const count = (): void => {
      turns++
      if (running) setImmediate(count)
    }
    const at: Array<number> = []
    const work = Effect.gen(function*() {
      for (let piece = 0; piece < 5; piece++) {
        yield* breathe("simd", BUDGET.simd)
        at.push(turns)
      }
    })
    setImmediate(count)
    await Promise.all([1, 2, 3, 4].map(() => Effect.runPromise(work)))
    running = false
    assert.strictEqual(at.length, 20)
    assert.isAtLeast(new Set(at).size, 19)
  })

  it("keeps a turn short: a few milliseconds of compiled work, and of code that was never run before", () => {
    assert.deepStrictEqual(BUDGET, { "relaxed-simd": 2 ** 24, "simd": 2 ** 23, "typescript": 2 ** 20 })
  })

  it("lets small work be done together", async () => {
    const work = Effect.gen(function*() {
      for (const part of [1, 0.5]) yield* breathe("simd", part * BUDGET.simd)
      let turned = false
      setImmediate(() => turned = true)
      for (let piece = 0; piece < 100; piece++) yield* breathe("simd", 1)
      return turned
    })
    assert.isFalse(await Effect.runPromise(work))
  })

  it("works in a synchronous run, and gives up the turn of one that is interrupted", async () => {
    assert.strictEqual(Effect.runSync(Effect.as(breathe("simd", 2 * BUDGET.simd), 1)), 1)
    const one = Effect.runFork(Effect.andThen(breathe("simd", BUDGET.simd), breathe("simd", BUDGET.simd)))
    one.interruptUnsafe()
    await Effect.runPromise(breathe("simd", BUDGET.simd))
  })

  it("those that are interrupted take no turn from the others, and bring no second one", async () => {
    let [turns, running] = [0, true]
    const count = (): void => {
      turns++
      if (running) setImmediate(count)
    }
    const wait = breathe("simd", 2 * BUDGET.simd)
    setImmediate(count)
    for (let round = 0; round < 3; round++) {
      const gone = Array.from({ length: 20 }, () => Effect.runFork(wait))
      for (const fiber of gone) fiber.interruptUnsafe()
      await Promise.all(gone.map((fiber) => Effect.runPromiseExit(Fiber.join(fiber))))
      const at: Array<number> = [], before = turns
      await Promise.all([1, 2, 3, 4].map(() => Effect.runPromise(Effect.map(wait, () => at.push(turns)))))
      assert.strictEqual(new Set(at).size, 4)
      assert.isBelow(turns - before, 12)
    }
    running = false
  })
})
