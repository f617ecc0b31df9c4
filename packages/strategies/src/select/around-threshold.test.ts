import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import { type Frame, Matrix } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { anyProbability, frameOf } from "../../test/model-based.ts"
import { aroundThreshold, rarestFirst } from "./around-threshold.ts"

const of = (...numbers: ReadonlyArray<number>) => Uint32Array.from(numbers)

const pick = (probability: Matrix.Matrix, more: Partial<Frame.Base>) =>
  Effect.map(aroundThreshold().pick(frameOf({ probability }, more)), ({ positions }) => [...positions])

/** Of two classes, how sure the model is of class 0. */
const binary = (...of: ReadonlyArray<number>) => Matrix.fromRows(of.map((p) => [p, 1 - p]))

/** The authors' loop: each class's items sorted, the cut by cumulated signs, then left and right by turns. */
const brute = (frame: Frame.Any): ReadonlyArray<number> => {
  const { candidates, labeled, labels, probability } = frame, classes = probability!.cols
  const row = (i: number) => [...Matrix.row(probability!, i)]
  const label = new Map(Array.from(labeled, (position, i) => [position, labels[i]!]))
  const budget = Math.min(frame.budget, candidates.length), none = ![...labels].some((c) => c >= 0)
  const done = new Set<number>(), order = rarestFirst(frame, classes)
  order.forEach((k, i) => {
    const key = (x: number) => {
      const most = Math.max(...row(x))
      return [row(x)[k]! - most, row(x)[k] === most ? most : 0] as const
    }
    const graph = [...candidates, ...labeled].sort((a, b) => key(b)[0] - key(a)[0] || key(b)[1] - key(a)[1] || a - b)
    const signs = graph.map((x) => (label.get(x) ?? -1) < 0 ? 0 : label.get(x) === k ? 1 : -1)
    const total = (s: number) =>
      signs.slice(0, s).reduce((a: number, b) => a + b, 0) - signs.slice(s).reduce((a: number, b) => a + b, 0)
    let cut = none ? graph.filter((x) => key(x)[0] === 0).length : 0
    if (!none) { for (let s = 0; s <= graph.length; s++) if (total(s) > total(cut)) cut = s }
    let [left, right, share] = [cut - 1, cut, Math.floor(budget / classes) + (i < budget % classes ? 1 : 0)]
    const take = (x: number | undefined) => {
      if (x === undefined || share === 0 || done.has(x) || !candidates.includes(x)) return
      done.add(x)
      share--
    }
    while (share > 0 && (left >= 0 || right < graph.length)) {
      take(left >= 0 ? graph[left] : undefined)
      left--
      take(graph[right])
      right++
    }
  })
  return [...done]
}

describe("around-threshold", () => {
  it.effect("by hand: the rarer class first, before and after the place where labels say that it ends", () =>
    Effect.gen(function*() {
      const probability = binary(0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2)
      // The model says class 0 down to 0.6; the labels say that it ends after 0.9.
      const labels = { labeled: of(1, 3, 5, 7), labels: Int32Array.of(0, 1, 1, 1), candidates: of(0, 2, 4, 6, 8) }
      assert.deepStrictEqual(yield* pick(probability, { ...labels, budget: 2 }), [2, 4])
      assert.deepStrictEqual(yield* pick(probability, { ...labels, budget: 5 }), [2, 0, 4, 6, 8])
    }))

  it.effect("takes the model's own threshold while there are no labels", () =>
    Effect.gen(function*() {
      const probability = binary(0.9, 0.6, 0.55, 0.45, 0.1)
      assert.deepStrictEqual(yield* pick(probability, { budget: 1 }), [2])
      assert.deepStrictEqual(yield* pick(probability, { budget: 2 }), [2, 3])
      const unknown = { labeled: of(4), labels: Int32Array.of(-1), candidates: of(0, 1, 2, 3) }
      assert.deepStrictEqual(yield* pick(probability, { ...unknown, budget: 2 }), [2, 3])
    }))

  it.effect("asks for what the model says most of a class that has no label", () =>
    Effect.gen(function*() {
      const probability = binary(0.9, 0.2, 0.3, 0.05, 0.8)
      const labels = { labeled: of(0), labels: Int32Array.of(0), candidates: of(1, 2, 3, 4) }
      assert.deepStrictEqual(yield* pick(probability, { ...labels, budget: 1 }), [3])
    }))

  test.prop([anyProbability, fc.array(fc.integer({ min: -3, max: 5 }), { minLength: 12, maxLength: 12 }), fc.nat(12)])(
    "is the authors' loop, on any frame",
    (probability, marks, budget) => {
      const at = (holds: (mark: number) => boolean) =>
        Uint32Array.from(Array(probability.rows).keys()).filter((i) => holds(marks[i]!))
      const labeled = at((mark) => mark >= -1 && mark < probability.cols)
      const frame = frameOf({ probability }, {
        labeled,
        labels: Int32Array.from(labeled, (i) => marks[i]!),
        candidates: at((mark) => mark === -2 || mark >= probability.cols),
        budget: budget + 1
      })
      return Effect.runPromise(Effect.map(
        aroundThreshold().pick(frame),
        ({ positions }) => assert.deepStrictEqual([...positions], brute(frame))
      ))
    }
  )
})
