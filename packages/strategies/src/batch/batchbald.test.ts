import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Frame, Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { anyPasses, frameOf, rows, scored } from "../../test/model-based.ts"
import { turnsOf } from "../../test/turns.ts"
import { bald } from "../uncertainty/bald.ts"
import { batchBald } from "./batchbald.ts"

type Passes = ReadonlyArray<Matrix.Matrix>

const pick = (passes: Passes, more: Partial<Frame.Base>, samples = 2000) =>
  batchBald({ samples }).pick(frameOf({ passes }, more))

const h = (p: number): number => p > 0 ? -p * Math.log(p) : 0

/** I(labels of the batch; model) by the definition: all outcomes enumerated. */
const information = (passes: Passes, batch: ReadonlyArray<number>): number => {
  const classes = passes[0]!.cols
  let joint = 0
  for (let code = 0; code < classes ** batch.length; code++) {
    const chances = passes.map((pass) =>
      batch.reduce((p, position, i) => p * Matrix.row(pass, position)[Math.floor(code / classes ** i) % classes]!, 1)
    )
    joint += h(chances.reduce((a, b) => a + b, 0) / passes.length)
  }
  const own = passes.flatMap((pass) => batch.map((position) => [...Matrix.row(pass, position)].map(h)))
  return joint - own.flat().reduce((a, b) => a + b, 0) / passes.length
}

describe("batchbald", () => {
  it("makes room for the event loop, in the look at what is nearly the best too", async () => {
    const n = 50_000, pass = { data: new Float32Array(2 * n).fill(0.5), rows: n, cols: 2 }
    const frame = frameOf({ passes: [pass, pass] }, { budget: 5 }) as Frame.Frame<"passes">
    assert.isAtLeast(await turnsOf(batchBald().pick(frame)), 60)
  })

  it.effect("two copies tell no more than one: the second pick is another item", () =>
    Effect.gen(function*() {
      const passes = [rows([1, 0], [1, 0], [0.9, 0.1], [0.5, 0.5]), rows([0, 1], [0, 1], [0.9, 0.1], [0.6, 0.4])]
      const { positions, scores } = yield* pick(passes, { budget: 4 })
      // Item 0 tells which pass is true, and then nothing is left to learn.
      assert.deepStrictEqual([...positions], [0, 1, 2, 3])
      assert.deepStrictEqual([...scores], [Math.LN2, 0, 0, 0])
      const four = [[0.9, 0.9, 0.9], [0.1, 0.1, 0.9], [0.9, 0.9, 0.1], [0.1, 0.1, 0.1]]
        .map((p) => rows(...p.map((x) => [x, 1 - x])))
      const best = yield* pick(four, { budget: 3 })
      assert.deepStrictEqual([...best.positions], [0, 2, 1])
    }))

  test.prop([anyPasses])(
    "gains sum to the batch's mutual information, never rise, and each is the best there is",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        const items = passes[0]!.rows
        const budget = Math.min(3, items)
        const { positions, scores } = yield* pick(passes, { budget })
        const batch: Array<number> = []
        for (const [step, position] of positions.entries()) {
          const before = information(passes, batch)
          const others = Array.from({ length: items }, (_, i) => i).filter((i) => !batch.includes(i))
          const most = Math.max(...others.map((i) => information(passes, [...batch, i]) - before))
          batch.push(position)
          // Float32 rows sum to one to 1e-7 only.
          assert.closeTo(scores[step]!, information(passes, batch) - before, 2e-6)
          assert.closeTo(scores[step]!, most, 2e-6)
          if (step > 0) assert.isAtMost(scores[step]!, scores[step - 1]! + 1e-6)
        }
      }))
  )

  test.prop([anyPasses])(
    "the first pick is BALD's, with its score",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        const values = yield* scored(bald(), { passes })
        const { positions, scores } = yield* pick(passes, { budget: 1 })
        assert.closeTo(scores[0]!, Math.max(...values), 1e-6)
        assert.closeTo(values[positions[0]!]!, Math.max(...values), 1e-6)
      }))
  )

  test.prop([anyPasses, fc.integer({ min: 1, max: 5 })])(
    "the order of the passes changes no bit where outcomes are drawn",
    (passes, samples) =>
      Effect.runPromise(Effect.gen(function*() {
        const budget = Math.min(4, passes[0]!.rows)
        const { positions, scores } = yield* pick(passes, { budget }, samples)
        for (const turned of [passes.toReversed(), [...passes.slice(1), passes[0]!]]) {
          const other = yield* pick(turned, { budget }, samples)
          assert.deepStrictEqual([other.positions, other.scores], [positions, scores])
        }
      }))
  )

  test.prop([anyPasses])(
    "neither the order of the passes nor that of the classes changes a bit",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        const more = { budget: Math.min(3, passes[0]!.rows) }
        const whole = yield* pick(passes, more)
        const turned = passes.map(({ cols, data, rows }) =>
          Matrix.make(
            Float32Array.from(data, (_, at) => data[at - at % cols + (cols - 1 - at % cols)]!),
            rows,
            cols
          )
        )
        for (const other of [passes.toReversed(), [...passes.slice(1), passes[0]!], turned]) {
          const { positions, scores } = yield* pick(other, more)
          assert.deepStrictEqual([...positions], [...whole.positions])
          assert.deepStrictEqual([...scores], [...whole.scores])
        }
      }))
  )

  it.effect("nor does it where sums of so many passes round, which stand in the order of the classes' numbers", () =>
    Effect.gen(function*() {
      const of = (pass: number, row: number) => 0.5 + 0.49 * Math.sin(12.9898 * (row + 1) + 78.233 * (pass + 1))
      const made = (value: (p: number) => Array<number>) =>
        Array.from(
          { length: 9 },
          (_, pass) => rows(...Array.from({ length: 12 }, (__, row) => value(of(pass, row))))
        )
      const passes = made((p) => [p, 1 - p])
      for (const budget of [2, 3, 5]) {
        const { positions, scores } = yield* pick(passes, { budget })
        for (const other of [passes.toReversed(), made((p) => [1 - p, p])]) {
          const found = yield* pick(other, { budget })
          assert.deepStrictEqual([found.positions, found.scores], [positions, scores])
        }
      }
    }))

  it.effect("what is picked already counts as part of the batch", () =>
    Effect.gen(function*() {
      const passes = [rows([1, 0], [1, 0], [0.7, 0.3]), rows([0.2, 0.8], [0.2, 0.8], [0.1, 0.9])]
      const alone = yield* pick(passes, { budget: 1, candidates: Uint32Array.of(1) })
      const after = yield* pick(passes, {
        budget: 1,
        candidates: Uint32Array.of(1),
        picked: Uint32Array.of(0)
      })
      assert.isBelow(after.scores[0]!, alone.scores[0]! - 0.05)
    }))

  it.effect("drawn outcomes know of the whole batch: a copy of its first item tells nothing more", () =>
    Effect.gen(function*() {
      const passes = [[1, 1, 0.9], [1, 1, 0.1], [0, 0, 0.9], [0, 0, 0.1]].map((p) => rows(...p.map((x) => [x, 1 - x])))
      const { notes, positions, scores } = yield* pick(passes, { budget: 3 }, 3)
      assert.deepStrictEqual(notes, { outcomes: 4, drawn: true })
      assert.deepStrictEqual([...positions], [0, 2, 1])
      assert.strictEqual(scores[2], 0)
    }))

  it.effect("says when outcomes are drawn; then the same query draws the same", () =>
    Effect.gen(function*() {
      const passes = [0.3, 0.6, 0.9].map((p) => rows(...[1, 2, 3, 4, 5].map((i) => [p / i, 1 - p / i])))
      const exact = yield* pick(passes, { budget: 4 }, 8)
      assert.deepStrictEqual(exact.notes, { outcomes: 8, drawn: false })
      const drawn = yield* pick(passes, { budget: 4 }, 7)
      assert.deepStrictEqual(drawn.notes, { outcomes: 9, drawn: true })
      assert.deepStrictEqual(yield* pick(passes, { budget: 4 }, 7), drawn)
    }))
})
