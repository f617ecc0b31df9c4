import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { guarded } from "./guarded.ts"

/** Runs a part over so many items; how many times the event loop turned before it, and before the look at its answer. */
const turnsOf = async (size: number) => {
  let [turns, running] = [0, true]
  const count = (): void => {
    turns++
    if (running) setImmediate(count)
  }
  const seen: Array<number> = []
  const see = () => void seen.push(turns)
  const part = guarded("part", "score", { size }, () => Effect.sync(see), () => {
    see()
    return undefined
  })
  setImmediate(count)
  await Effect.runPromise(Effect.andThen(part, part))
  running = false
  return seen
}

describe("guarded", () => {
  it("lets the event loop turn before a part that looks at a million items, and before its answer is looked at", async () => {
    // Of the first nothing is said: what this thread did before may leave room for it.
    const [first, ...others] = await turnsOf(2 ** 20)
    let before = first!
    for (const turns of others) {
      assert.isAbove(turns, before)
      before = turns
    }
    assert.strictEqual(others.length, 3)
  })

  it("does not where there are few", async () => {
    const seen = await turnsOf(100)
    assert.isAtMost(new Set(seen).size, 2)
  })
})
