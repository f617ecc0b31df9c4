import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { inBlocks } from "./blocks.ts"

describe("inBlocks", () => {
  it.effect("covers everything once, in order, in short blocks", () =>
    Effect.gen(function*() {
      const blocks: Array<readonly [number, number]> = []
      yield* inBlocks(10, 2 ** 20, (from, to) => void blocks.push([from, to]))
      assert.deepStrictEqual(blocks, [[0, 4], [4, 8], [8, 10]])
      yield* inBlocks(0, 1, () => assert.fail("nothing to do"))
    }))

  it.effect("others have their turn between blocks", () =>
    Effect.gen(function*() {
      let ticks = 0
      const clock = yield* Effect.forkChild(
        Effect.forever(Effect.andThen(Effect.yieldNow, Effect.sync(() => void ticks++)))
      )
      let seen = 0
      yield* inBlocks(20, 2 ** 22, (from) => void (seen = from === 19 ? ticks : seen))
      assert.isAbove(seen, 5)
      clock.interruptUnsafe()
    }))
})
