import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { inBlocks } from "./blocks.ts"

describe("inBlocks", () => {
  it.effect("covers everything once, in order, in short blocks", () =>
    Effect.gen(function*() {
      const blocks: Array<readonly [number, number]> = []
      yield* inBlocks(10, 2 ** 18, (from, to) => void blocks.push([from, to]))
      assert.deepStrictEqual(blocks, [[0, 4], [4, 8], [8, 10]])
      yield* inBlocks(0, 1, () => assert.fail("nothing to do"))
    }))

  it("lets the event loop turn between blocks, however many are at it", async () => {
    let [turns, running] = [0, true]
    const count = (): void => {
      turns++
      if (running) setImmediate(count)
    }
    setImmediate(count)
    const at: Array<number> = []
    await Promise.all([1, 2, 3].map(() => Effect.runPromise(inBlocks(4, 2 ** 22, () => void at.push(turns)))))
    running = false
    // Twelve blocks, each more than a turn's work: no two in one turn, but for the first, which runs at once.
    assert.strictEqual(at.length, 12)
    assert.isAtLeast(new Set(at).size, 11)
  })
})
