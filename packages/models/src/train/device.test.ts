import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import { backends } from "../backend/names.ts"
import { build } from "../network/build.ts"
import { network } from "../network/spec.ts"
import { trainingConfig } from "./config.ts"
import { fits, held } from "./device.ts"

const built = build(network({ kind: "resnet" }), [224, 224, 3], 10)
const wasm = { name: "wasm", most: backends.wasm.most! }
const by = (batch: number) => trainingConfig({ optimizer: { kind: "adam" }, rate: 1, epochs: 1, batch })

describe("a device", () => {
  it.effect("has memory for a batch, or says how much it has", () =>
    Effect.gen(function*() {
      yield* fits(built, by(2), 1000, wasm)
      yield* fits(built, by(512), 2, wasm)
      yield* fits(built, by(512), 1000, { name: "cpu", most: Infinity })
      const { message } = yield* Effect.flip(fits(built, by(512), 1000, wasm))
      const { message: other } = yield* Effect.flip(fits(built, by(512), 1000, { name: "mine(2)", most: 6e9 }))
      assert.match(other, /of the 5\.59 that mine\(2\) has/)
      assert.match(message, /a batch takes about \d+\.\d GiB, of the 4 that wasm has; take batches smaller than 512/)
    }))

  it.effect("is held by one stream at a time, and given back also when it is interrupted", () =>
    Effect.gen(function*() {
      const permit = Semaphore.makeUnsafe(1)
      const backend = {
        name: "cpu",
        most: Infinity,
        why: "asked for",
        permit,
        memory: Effect.succeed({ tensors: 0, bytes: 0 })
      } as const
      const seen: Array<string> = []
      const say = (what: string) => Effect.sync(() => void seen.push(what))
      const one = held(backend, Stream.fromEffect(say("one").pipe(Effect.andThen(Effect.never))))
      const fiber = yield* Effect.forkChild(Stream.runDrain(one))
      while (seen.length === 0) yield* Effect.yieldNow
      const next = yield* Effect.forkChild(Stream.runDrain(held(backend, Stream.fromEffect(say("two")))))
      for (let i = 0; i < 10; i++) yield* Effect.yieldNow
      assert.deepStrictEqual(seen, ["one"])
      yield* Fiber.interrupt(fiber)
      yield* Fiber.join(next)
      assert.deepStrictEqual(seen, ["one", "two"])
    }))
})
