import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import { encodePng } from "@marginalia/datasets/image/png"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { folderOf } from "../../../datasets/test/pictures.ts"
import { ItemProblem, type Media } from "./item.ts"
import { makeMediaCache } from "./media-cache.ts"

const media = (value: number): Media => ({
  type: "image/png",
  bytes: encodePng({ data: Uint8Array.of(value), width: 1, height: 1, channels: 1 })
})

layer(NodeServices.layer)("images that were made", (it) => {
  it.effect("are made once, in memory and on the disk, failures apart", () =>
    Effect.gen(function*() {
      const folder = yield* folderOf({})
      let made = 0
      const make = Effect.sync(() => media(++made))
      const cache = yield* makeMediaCache(folder)
      const failing = Effect.fail(new ItemProblem({ id: "a", reason: { _tag: "Strayed" } }))
      assert.strictEqual((yield* Effect.flip(cache("ab1", failing))).reason._tag, "Strayed")
      const all = yield* Effect.all([cache("ab1", make), cache("ab1", make), cache("ab1", make)], {
        concurrency: "unbounded"
      })
      assert.strictEqual(made, 1)
      assert.deepStrictEqual(all.map(({ bytes }) => Buffer.compare(bytes, media(1).bytes)), [0, 0, 0])
      const next = yield* makeMediaCache(folder)
      assert.strictEqual(Buffer.compare((yield* next("ab1", make)).bytes, media(1).bytes), 0)
      yield* next("ab2", make)
      assert.strictEqual(made, 2)
    }))

  it.effect("go without a folder, and with one that cannot be", () =>
    Effect.gen(function*() {
      const folder = yield* folderOf({})
      writeFileSync(join(folder, "file"), "x")
      for (const where of [undefined, join(folder, "file", "below")]) {
        const cache = yield* makeMediaCache(where)
        assert.strictEqual((yield* cache("ab", Effect.succeed(media(3)))).type, "image/png")
        assert.strictEqual(Buffer.compare((yield* cache("ab", Effect.succeed(media(4)))).bytes, media(3).bytes), 0)
      }
    }))

  it.effect("take no turn when nobody waits for them", () =>
    Effect.gen(function*() {
      const cache = yield* makeMediaCache(undefined), gate = yield* Deferred.make<void>()
      let begun = 0
      const slow = Effect.andThen(
        Effect.sync(() => void begun++),
        Effect.andThen(Deferred.await(gate), Effect.succeed(media(1)))
      )
      const fibers = yield* Effect.forEach(Array.from({ length: 20 }, (_, i) => `f${i}`), (key) =>
        Effect.forkChild(cache(key, slow)))
      while (begun === 0) {
        yield* Effect.promise(() =>
          new Promise((resolve) => setImmediate(resolve))
        )
      }
      const before = begun
      assert.isAtMost(before, 4)
      for (const fiber of fibers.slice(before)) yield* Fiber.interrupt(fiber)
      yield* Deferred.succeed(gate, undefined)
      for (const fiber of fibers.slice(0, before)) yield* Fiber.join(fiber)
      assert.strictEqual(begun, before)
    }))
})
