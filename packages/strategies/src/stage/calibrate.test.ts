import { assert, describe, it } from "@effect/vitest"
import { Matrix, Query, Strategy } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { atTemperature } from "../calibrate/temperature.ts"
import { registry } from "../registry.ts"
import { top } from "../select/top.ts"
import { margin } from "../uncertainty/margin.ts"
import { calibrate } from "./calibrate.ts"

const n = 12

/** Two classes; the model says 0.9526 for the first of each, and is right three times of four. */
const logits = Array.from({ length: n }, (_, i) => i < 8 ? [3, 0] : [0, 0])
const labels = Array.from({ length: 8 }, (_, i) => i % 4 === 0 ? 1 : 0)
const probability = Array.from({ length: n }, (_, i) => [0.5 + i / 30, 0.5 - i / 30])

const ask = (heldOut: ReadonlyArray<ReadonlyArray<number>>, more: object = {}) => {
  const query = Query.makeUnsafe({
    probability: Matrix.fromRows(probability),
    heldOut: Matrix.fromRows(heldOut),
    labeled: labels.map((_, i) => i),
    labels,
    budget: 1,
    seed: 0,
    ...more
  })
  return Effect.runSync(Strategy.runAny(Strategy.make(calibrate(), top(margin())), query))
}

const notesOf = (answer: ReturnType<typeof ask>) => answer.trace.find(({ step }) => step.includes("calibrate"))!.notes

describe("calibrate", () => {
  it("takes the temperature of the held-out labels, and says so", () => {
    const answer = ask(logits), { errorAfter, errorBefore, heldOut, temperature } = notesOf(answer)
    assert.deepStrictEqual([temperature, heldOut], [2.7, 8])
    assert.closeTo(errorBefore as number, 1 / (1 + Math.exp(-3)) - 0.75, 1e-6)
    assert.isBelow(errorAfter as number, 0.01)
    const [first, second] = atTemperature(probability[8]!.map(Math.log), 2.7)
    assert.closeTo(answer.picks[0]!.score, second! - first!, 1e-6)
  })

  it("takes probabilities as well as logits", () => {
    const held = logits.map((row, i) => i < 8 ? [...atTemperature(row, 1)] : [0, 0])
    assert.strictEqual(notesOf(ask(held))["temperature"], 2.7)
  })

  it("looks at no other rows: neither unlabeled, nor of zeros, nor declined", () => {
    const others = logits.map((row, i) => i < 8 ? row : [50, 0])
    assert.strictEqual(notesOf(ask(others))["temperature"], 2.7)
    const some = logits.map((row, i) => i < 4 ? row : [0, 0])
    assert.deepStrictEqual(notesOf(ask(some))["heldOut"], 4)
    const declined = ask(logits, { labels: labels.map((label, i) => i < 4 ? -1 : label) })
    assert.deepStrictEqual(notesOf(declined)["heldOut"], 4)
    // Which class a labeled item has may not be known.
    assert.deepStrictEqual(notesOf(ask(logits, { labels: undefined }))["heldOut"], 0)
  })

  it("leaves probabilities as they are where nothing was held out", () => {
    const answer = ask(logits.map(() => [0, 0]))
    assert.deepStrictEqual(notesOf(answer), { temperature: 1, heldOut: 0, errorBefore: 0, errorAfter: 0 })
    assert.closeTo(answer.picks[0]!.score, probability[8]![1]! - probability[8]![0]!, 1e-6)
  })

  it("has a class for each of its columns", () => {
    assert.throws(() => ask(logits.map((row) => [...row, 0])), /probability has 2 classes and heldOut has 3/)
    assert.throws(() => ask(logits.map((row, i) => i === 3 ? [Number.NaN, 0] : row)), /heldOut.*NaN/s)
  })

  it("can be written", () => {
    const text = "calibrate | top(entropy)"
    assert.strictEqual(Strategy.text(Strategy.readUnsafe(text, registry)), text)
  })
})
