import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { TestClock } from "effect/testing"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { MemoryExceeded, Resident, withinMemory } from "./resident.ts"

/** A process that has so many bytes, one look after the other. */
const having = (...bytes: ReadonlyArray<number>) => {
  let look = 0
  return { now: Effect.sync(() => bytes[Math.min(look++, bytes.length - 1)]!), highest: Effect.succeed(0) }
}

const asked = { limit: 320e6, planned: 200e6, fewer: "threads" } as const

describe("withinMemory", () => {
  it.effect("ends what runs before the limit is reached, and says what to do", () =>
    Effect.gen(function*() {
      let ended = false
      const endless = Effect.onInterrupt(Effect.never, () => Effect.sync(() => ended = true))
      const fiber = yield* Effect.forkChild(
        Effect.flip(Effect.provideService(withinMemory(endless, asked), Resident, having(1e6, 310e6, 310e6, 310.1e6)))
      )
      yield* TestClock.adjust("30 millis")
      assert.isFalse(ended)
      yield* TestClock.adjust("20 millis")
      const error = yield* Fiber.join(fiber)
      assert.isTrue(ended)
      assert.instanceOf(error, MemoryExceeded)
      const { limit, planned, seen } = error as MemoryExceeded
      assert.deepStrictEqual({ limit, planned, seen }, { limit: 320e6, planned: 200e6, seen: 310.1e6 })
      assert.match(
        (error as MemoryExceeded).message,
        /stopped at 310 MB .*memory` \(320 MB\).* 200 MB were expected.*388MB/
      )
    }))

  it.effect("gives back what is forgotten, once a second at most, and goes on where that is enough", () =>
    Effect.gen(function*() {
      let bytes = 210e6, collected = 0
      const resident = {
        now: Effect.sync(() => bytes),
        highest: Effect.succeed(0),
        collect: Effect.sync(() => {
          collected++
          bytes = Math.min(bytes, 200e6)
        })
      }
      const fiber = yield* Effect.forkChild(
        Effect.provideService(withinMemory(Effect.never, asked), Resident, resident)
      )
      yield* TestClock.adjust("4 seconds")
      assert.isTrue(collected >= 3 && collected <= 5, String(collected))
      bytes = 315e6
      yield* TestClock.adjust("40 millis")
      assert.strictEqual(bytes, 200e6)
      assert.isUndefined(fiber.pollUnsafe())
      yield* Fiber.interrupt(fiber)
    }))

  it.effect("gives what ran within it, and fails as it does", () =>
    Effect.gen(function*() {
      const run = <A, E>(effect: Effect.Effect<A, E>) =>
        Effect.provideService(withinMemory(effect, asked), Resident, having(310e6))
      assert.strictEqual(yield* run(Effect.succeed(7)), 7)
      assert.strictEqual(yield* Effect.flip(run(Effect.fail("broken"))), "broken")
    }))

  it.live("counts this process and those that it started", () =>
    Effect.gen(function*() {
      const { highest, now } = yield* Resident
      const before = yield* now
      assert.isAbove(before, 20e6)
      assert.isAtLeast(yield* highest, process.memoryUsage.rss() / 2)
      if (process.platform !== "linux") return
      const code = "globalThis.held = Buffer.alloc(300e6, 1); console.log('ready'); setTimeout(() => {}, 60000)"
      const child = spawn(process.execPath, ["-e", code], { stdio: ["ignore", "pipe", "inherit"] })
      yield* Effect.promise(() => once(child.stdout, "data"))
      assert.isAbove((yield* now) - before, 200e6)
      child.kill("SIGKILL")
    }))
})
