import { type Classifier, type Matrix, Rng } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { assert, describe, it } from "vitest"
import { lawful, type LawfulOptions, type Subject } from "../lawful.ts"
import type { Batch, EncoderSubject, LearnerSubject, OracleSubject } from "./ports.ts"

/** The laws that a subject breaks. */
const broken = async (subject: Subject, options: LawfulOptions = {}): Promise<ReadonlyArray<string>> => {
  const found: Array<string> = []
  for (const { id, run } of lawful(subject, { numRuns: 25, seed: 1, ...options })) {
    await run().catch(() => found.push(id))
  }
  return found
}

type Row = (item: Float32Array, at: number, batch: Batch) => ReadonlyArray<number>

const encoder = (row: Row, before: (batch: Batch) => void = () => {}): EncoderSubject => ({
  encode: (items: never) =>
    Effect.sync(() => {
      const batch = items as Batch, width = batch.data.length / batch.rows
      before(batch)
      const rows = Array.from({ length: batch.rows }, (_, at) =>
        row(batch.data.subarray(at * width, (at + 1) * width), at, batch))
      return { data: Float32Array.from(rows.flat()), rows: batch.rows, cols: rows[0]!.length }
    })
})

const sum: Row = (item) => [item.reduce((a, b) => a + b, 0), item[0]!]
let calls = 0

describe("laws of encoders", () => {
  it("hold of one that maps each item by itself, images too", async () => {
    assert.deepStrictEqual(await broken(encoder(sum)), [])
    assert.deepStrictEqual(await broken(encoder(sum), { asked: { shape: [2, 3, 1] } }), [])
  })

  it.each<readonly [string, EncoderSubject, ReadonlyArray<string>]>([
    ["numbers that are none", encoder((item) => [item[0]! > 0.5 ? NaN : 1]), ["encoder-shape"]],
    ["a width that depends on the batch", encoder((item, _, { rows }) => rows > 3 ? [item[0]!, 0] : [item[0]!]), [
      "encoder-shape",
      "encoder-by-item"
    ]],
    ["rows that depend on the call", encoder(() => [calls++]), ["encoder-pure", "encoder-by-item"]],
    ["an input that is written to", encoder(sum, ({ data }) => data.fill(0.5)), ["encoder-pure"]],
    ["rows that depend on the batch", encoder((item, _, { data }) => [item[0]! - data.reduce((a, b) => a + b, 0)]), [
      "encoder-by-item"
    ]],
    ["rows that depend on the place", encoder((item, at) => [item[0]! + at]), ["encoder-by-item"]]
  ])("notices %s", async (_, subject, laws) => {
    const found = await broken(subject)
    for (const law of laws) assert.include(found, law)
  })

  it("notices a row too few", async () => {
    const few: EncoderSubject = {
      encode: () => Effect.succeed({ data: new Float32Array(2), rows: 1, cols: 2 })
    }
    assert.include(await broken(few), "encoder-shape")
  })
})

const oracle = (label: (position: number, i: number, round: number) => number | null): OracleSubject => ({
  label: ({ positions, round }) =>
    Effect.sync(() => ({ labels: Array.from(positions, (position, i) => label(position, i, round)) }))
})

describe("laws of oracles", () => {
  it("hold of known labels, declined ones among them", async () => {
    assert.deepStrictEqual(await broken(oracle((position) => position % 4 === 3 ? null : position % 4)), [])
    assert.deepStrictEqual(await broken(oracle((position) => position % 4 === 3 ? -1 : position % 4)), [])
  })

  it.each<readonly [string, OracleSubject, ReadonlyArray<string>]>([
    ["a label too few", {
      label: ({ positions }) => Effect.succeed({ labels: Array.from(positions.subarray(1), () => 0) })
    }, ["oracle-answers"]],
    ["a class that is none", oracle((position) => position), ["oracle-answers"]],
    ["a negative cost", {
      label: ({ positions }) => Effect.succeed({ labels: Array.from(positions, () => 0), cost: -1 })
    }, ["oracle-answers"]],
    ["an answer that depends on the call", oracle(() => calls++ % 3), ["oracle-pure"]],
    ["an answer that depends on the round", oracle((_, __, round) => round), ["oracle-pure"]],
    ["a question that is written to", {
      label: ({ positions }) =>
        Effect.sync(() => ({ labels: positions.fill(0).length === 0 ? [] : Array.from(positions, () => 1) }))
    }, ["oracle-pure"]],
    ["labels in another order", {
      label: ({ positions }) => Effect.sync(() => ({ labels: Array.from(positions.toSorted(), (at) => at % 3) }))
    }, ["oracle-by-item"]],
    ["labels by their place", oracle((_, i) => i % 3), ["oracle-by-item"]]
  ])("notices %s", async (_, subject, laws) => {
    const found = await broken(subject)
    for (const law of laws) assert.include(found, law)
  })
})

const SIZE = 12, CLASSES = 3
const even = (): Matrix.Matrix => ({
  data: new Float32Array(SIZE * CLASSES).fill(1 / CLASSES),
  rows: SIZE,
  cols: CLASSES
})

const classifier = (probability: () => Matrix.Matrix): Classifier["Service"] => ({
  probability: Effect.sync(probability),
  passes: Effect.sync(() => [probability()]),
  feature: Effect.sync(probability),
  projection: Effect.sync(probability),
  gradient: Effect.die("not asked")
})

type Made = (set: Parameters<LearnerSubject["fit"]>[0]) => Matrix.Matrix

const learner = (made: Made, of = (label: number) => label): LearnerSubject => ({
  fit: (set) =>
    Effect.sync(() => {
      const model = made(set), label = of(set.labels[0]!)
      return {
        classifier: classifier(() => model),
        test: Effect.succeed({ actual: Int32Array.of(0, 1), predicted: Int32Array.of(label, label) }),
        pool: Effect.succeed(new Int32Array(SIZE).fill(label))
      }
    })
})

const leaning = (by: number): Matrix.Matrix => {
  const matrix = even(), lean = by / 10
  matrix.data[0] = matrix.data[0]! + lean
  matrix.data[1] = matrix.data[1]! - lean
  return matrix
}

/** Labels of earlier trainings, of items that are in this set or not. */
const remembered = new Int32Array(SIZE)

const remembering = learner(({ labels, positions }) => {
  const other = Array.from({ length: SIZE }, (_, at) => at).find((at) => !positions.includes(at)) ?? 0
  const lean = leaning(remembered[other]! / 10)
  positions.forEach((position, i) => remembered[position] = labels[i]!)
  return lean
})

describe("laws of learners and classifiers", () => {
  it("hold of one that says the first label it was given", async () => {
    assert.deepStrictEqual(await broken(learner(({ labels, seed }) => leaning((labels[0]! + seed % 2) / 3))), [])
    assert.deepStrictEqual(await broken(classifier(even)), [])
  })

  it.each<readonly [string, LearnerSubject, ReadonlyArray<string>]>([
    ["probabilities that do not sum to one", learner(() => ({ ...even(), data: even().data.fill(0.5) })), [
      "learner-simplex"
    ]],
    ["a negative probability", learner(() => leaning(-4)), ["learner-simplex"]],
    ["rows for a part of the pool", learner(() => ({ data: new Float32Array(3).fill(1 / 3), rows: 1, cols: 3 })), [
      "learner-simplex"
    ]],
    ["a class that is none", learner(even, () => 3), ["learner-simplex"]],
    ["a model that depends on the call", learner(() => leaning(Rng.uniform(Rng.fromSeed(1), calls++))), [
      "learner-pure"
    ]],
    ["a set that is written to", learner(({ labels }) => (labels.fill(0), even())), ["learner-pure"]],
    [
      "labels that were known before",
      remembering,
      ["learner-forgets"]
    ]
  ])("notices %s", async (_, subject, laws) => {
    remembered.fill(0)
    const found = await broken(subject)
    for (const law of laws) assert.include(found, law)
  })

  it("notices a classifier off the simplex, and one that changes", async () => {
    assert.include(await broken(classifier(() => leaning(-4))), "classifier-simplex")
    assert.include(await broken(classifier(() => leaning((calls++ % 7) / 10))), "classifier-pure")
  })

  it("exemptions name these laws too", () => {
    assert.strictEqual(lawful(classifier(even), { except: { "classifier-pure": "it draws" } }).length, 1)
    assert.throws(() => lawful(classifier(even), { except: { "oracle-pure": "x" } }), /no law "oracle-pure"/)
  })
})
