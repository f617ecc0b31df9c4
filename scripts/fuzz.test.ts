import { assert, describe, it } from "@effect/vitest"
import { fuzz } from "./fuzz.ts"
import { tableLines } from "./fuzz/table.ts"
import { inputOf } from "./fuzz/target.ts"
import { amounts, targets } from "./fuzz/targets.ts"

describe("fuzz", () => {
  it("makes the same inputs again", () => {
    for (const target of targets) {
      const [a, b] = [0, 0].map((seed) => inputOf(target, seed, 40))
      assert.deepStrictEqual(a, b, target.name)
      assert.isTrue([1, 2, 3].some((seed) => Buffer.compare(inputOf(target, seed, 40), a!) !== 0), target.name)
      assert.isAtMost(a!.length, 1 << 20)
    }
  })

  it("shares inputs among the readers", () => {
    assert.isAtLeast(amounts(targets, 1000).reduce((sum, n) => sum + n, 0), 1000)
    assert.isTrue(amounts(targets, 1).every((n) => n === 1))
  })

  it("finds no reader that hangs, crashes, or floods", { timeout: 600_000 }, async () => {
    const { bad, counts } = await fuzz({ seed: 20, inputs: 150, jobs: 1 })
    console.log(tableLines(counts).join("\n"))
    assert.deepStrictEqual(bad.map(({ input, target, why }) => `${target} ${input}: ${why}`), [])
    for (const { name } of targets) assert.isAbove(counts.get(name)!.accepted, 0, `${name} accepts no example`)
  })
})
