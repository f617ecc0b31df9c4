import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { make } from "./criterion.ts"
import { judged, until } from "./until.ts"

const sum = (limit: number) =>
  make(`sum(${limit})`, 0, (before: number, round: { readonly n: number }) => {
    const value = before + round.n
    return [value, { stop: value >= limit, value, reason: `${value} of ${limit}` }]
  })

const rounds = (asked: Array<number>) =>
  Stream.make(1, 2, 3, 4, 5).pipe(
    Stream.rechunk(1),
    Stream.mapEffect((n) => Effect.sync(() => (asked.push(n), { n, name: `round ${n}` })))
  )

describe("a stream of rounds", () => {
  it.effect("ends with the round that a criterion stops at; the next is never made", () =>
    Effect.gen(function*() {
      const asked: Array<number> = []
      const done = yield* Stream.runCollect(rounds(asked).pipe(until(sum(6))))
      assert.deepStrictEqual(done.map(({ name }) => name), ["round 1", "round 2", "round 3"])
      assert.deepStrictEqual(asked, [1, 2, 3])
      const all = yield* Stream.runCollect(until(rounds([]), sum(100)))
      assert.strictEqual(all.length, 5)
    }))

  it.effect("goes on beside its verdicts, and can be run again from the start", () =>
    Effect.gen(function*() {
      const stream = judged(rounds([]), sum(6))
      for (const _ of [1, 2]) {
        const both = yield* Stream.runCollect(stream)
        assert.deepStrictEqual(both.map(([{ n }, { stop, value }]) => [n, value, stop]), [
          [1, 1, false],
          [2, 3, false],
          [3, 6, true],
          [4, 10, true],
          [5, 15, true]
        ])
      }
    }))
})
