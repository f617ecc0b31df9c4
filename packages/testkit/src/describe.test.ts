import { assert, it } from "@effect/vitest"
import { describeLaws } from "./describe.ts"

const checks = [{ id: "a", title: "holds", run: () => Promise.resolve() }]

const register = (timeout?: number): ReadonlyArray<ReadonlyArray<unknown>> => {
  const calls: Array<ReadonlyArray<unknown>> = []
  const runner = {
    describe: (name: string, body: () => void) => {
      calls.push([name])
      body()
    },
    it: (...args: ReadonlyArray<unknown>) => calls.push(args)
  }
  describeLaws(runner, timeout === undefined ? {} : { timeout })("mine", checks)
  return calls
}

it("registers a test a law, in whatever runner", () => {
  assert.deepStrictEqual(register(), [["laws of mine"], ["a: holds", checks[0]!.run]])
  assert.deepStrictEqual(register(9000), [["laws of mine"], ["a: holds", checks[0]!.run, 9000]])
})
