import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Matrix, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { anyPasses, defined, rows, scored } from "../../test/model-based.ts"
import { bald } from "./bald.ts"
import { epig } from "./epig.ts"

/** As the paper's code has it: the mean over targets of KL(joint ‖ product of the marginals), term by term, of rows that sum to 1. */
const brute = (given: ReadonlyArray<Matrix.Matrix>, x: number, targets: ReadonlyArray<number>): number => {
  const { cols, rows: size } = given[0]!, K = given.length
  const passes = given.map(({ data }) =>
    Array.from({ length: size }, (_, i) => {
      const row = [...data.subarray(i * cols, (i + 1) * cols)], whole = row.reduce((a, b) => a + b, 0)
      return row.map((p) => p / whole)
    })
  )
  const p = (k: number, i: number, c: number) => passes[k]![i]![c]!
  const over = (f: (k: number) => number) => passes.reduce((sum, _, k) => sum + f(k), 0) / K
  let sum = 0
  for (const t of targets) {
    for (let y = 0; y < cols; y++) {
      for (let z = 0; z < cols; z++) {
        const both = over((k) => p(k, x, y) * p(k, t, z))
        const apart = over((k) => p(k, x, y)) * over((k) => p(k, t, z))
        if (both > 0) sum += both * Math.log(both / apart)
      }
    }
  }
  return sum / targets.length
}

const all = (n: number) => [...Array(n).keys()]

describe("epig", () => {
  test.prop([anyPasses])(
    "is the mean divergence of joint and marginals over all items, as the paper's code has it",
    (passes) =>
      Effect.runPromise(Effect.map(scored(epig(), { passes }), (scores) =>
        scores.forEach((score, x) => {
          const expected = brute(passes, x, all(passes[0]!.rows))
          assert.closeTo(score, Math.max(0, expected), 1e-7)
          assert.isAtLeast(score, 0)
        })))
  )

  test.prop([anyPasses, fc.integer({ min: 1, max: 5 }), fc.integer()])(
    "takes as targets the items with the highest numbers of the key, whoever the candidates are",
    (passes, targets, seed) => {
      const size = passes[0]!.rows, key = Rng.fromSeed(seed), own = Rng.derive(key, "targets")
      const drawn = all(size).toSorted((a, b) => Rng.uniform(own, b) - Rng.uniform(own, a)).slice(0, targets)
      const candidates = Uint32Array.from(all(size).filter((i) => i % 2 === 0))
      return Effect.runPromise(Effect.map(scored(epig({ targets }), { passes }, { key, candidates }), (scores) => {
        assert.deepStrictEqual(defined(scores), [...candidates])
        for (const x of candidates) assert.closeTo(scores[x]!, Math.max(0, brute(passes, x, drawn)), 1e-7)
      }))
    }
  )

  test.prop([anyPasses, fc.constantFrom(100, 1000, 2048)])(
    "is as of rows that sum to 1 where these were rounded, and 0 where all passes agree",
    (passes, steps) => {
      const rounded = passes.map((pass) => ({
        ...pass,
        data: pass.data.map((p) => Math.max(1 / steps, Math.round(p * steps) / steps))
      }))
      return Effect.runPromise(Effect.gen(function*() {
        const scores = yield* scored(epig(), { passes: rounded })
        scores.forEach((score, x) => assert.closeTo(score, Math.max(0, brute(rounded, x, all(passes[0]!.rows))), 1e-7))
        const alike = rounded.map(() => rounded[0]!)
        assert.isTrue((yield* scored(epig(), { passes: alike })).every((score) => score === 0))
      }))
    }
  )

  test.prop([anyPasses, fc.constantFrom(100, 1000), fc.boolean()])(
    "is the same bits in any order of the classes, of rows that do not sum to 1 too",
    (passes, steps, rounds) => {
      const { cols } = passes[0]!
      const given = passes.map((pass) => ({
        ...pass,
        data: rounds ? pass.data.map((p) => Math.max(1 / steps, Math.round(p * steps) / steps)) : pass.data
      }))
      const turned = given.map((pass) => ({
        ...pass,
        data: pass.data.map((_, at) => pass.data[at - at % cols + (cols - 1 - at % cols)]!)
      }))
      return Effect.runPromise(Effect.gen(function*() {
        assert.deepStrictEqual(yield* scored(epig(), { passes: turned }), yield* scored(epig(), { passes: given }))
      }))
    }
  )

  it.effect("by hand: two sure passes that contradict each other tell of those that are split alike", () =>
    Effect.map(
      // 0 and 1 are split along the passes, 2 is not; every target but 2 tells one bit of 0.
      scored(epig(), { passes: [rows([1, 0], [0, 1], [0.5, 0.5]), rows([0, 1], [1, 0], [0.5, 0.5])] }),
      (scores) => {
        assert.closeTo(scores[0]!, 2 / 3 * Math.LN2, 1e-12)
        assert.closeTo(scores[1]!, 2 / 3 * Math.LN2, 1e-12)
        assert.strictEqual(scores[2], 0)
      }
    ))

  it.effect("prefers what the pool shares to what is uncertain by itself, which BALD cannot tell apart", () =>
    Effect.gen(function*() {
      // Four passes; 0 is split as all others are, 1 as nobody else.
      const split = [[1, 0], [1, 0], [0, 1], [0, 1]], alone = [[1, 0], [0, 1], [1, 0], [0, 1]]
      const passes = all(4).map((k) => rows(split[k]!, alone[k]!, split[k]!, split[k]!, split[k]!))
      const [informed, plain] = [yield* scored(epig(), { passes }), yield* scored(bald(), { passes })]
      assert.strictEqual(plain[0], plain[1])
      assert.closeTo(informed[0]!, 0.8 * Math.LN2, 1e-12)
      assert.closeTo(informed[1]!, 0.2 * Math.LN2, 1e-12)
    }))

  test.prop([anyPasses])(
    "is at most the item's own BALD, and exactly 0 where all passes agree",
    (passes) =>
      Effect.runPromise(Effect.gen(function*() {
        const [informed, own] = [yield* scored(epig(), { passes }), yield* scored(bald(), { passes })]
        informed.forEach((x, i) => assert.isAtMost(x, own[i]! + 1e-6))
        const same = yield* scored(epig(), { passes: passes.map(() => passes[0]!) })
        same.forEach((x) => assert.closeTo(x, 0, 1e-6))
      }))
  )

  it.effect("goes through targets in blocks where classes are many", () =>
    Effect.gen(function*() {
      const classes = 300, key = Rng.fromSeed(3)
      const row = (k: number, i: number) => {
        const weights = all(classes).map((c) => Rng.uniform(key, (k * 9 + i) * classes + c) ** 8)
        const sum = weights.reduce((a, b) => a + b, 0)
        return weights.map((w) => w / sum)
      }
      const passes = all(2).map((k) => rows(...all(6).map((i) => row(k, i))))
      const scores = yield* scored(epig(), { passes })
      scores.forEach((score, x) => assert.closeTo(score, brute(passes, x, all(6)), 1e-6))
    }))
})
