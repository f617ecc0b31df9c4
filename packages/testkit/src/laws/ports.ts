/**
 * What the laws of encoders, oracles, learners and classifiers have in common: their subjects, and what they are asked.
 */
import { type Classifier, type Learner, type Matrix, type Oracle, Query } from "@marginalia/core"
import type * as Effect from "effect/Effect"
import * as fc from "fast-check"
import type { Law, Property, Setting } from "../Law.ts"
import type { Asked } from "./asked.ts"

/**
 * Items as encoders take them: vectors, or images with the channels last. `data` holds `rows` items of a `shape`, one
 * after the other.
 */
export interface Batch {
  readonly data: Float32Array
  readonly rows: number
  readonly shape: ReadonlyArray<number>
}

/** An encoder of images or vectors, as `@marginalia/models/encoders` has them: its function `encode`. */
export interface EncoderSubject {
  readonly encode: (items: never) => Effect.Effect<Matrix.Matrix, unknown>
}

/** An oracle: the service of `Oracle`. */
export type OracleSubject = Oracle["Service"]

/** A learner: the service of `Learner`. */
export type LearnerSubject = Learner["Service"]

/** A classifier: the service of `Classifier`. */
export type ClassifierSubject = Classifier["Service"]

/** The defaults filled in. */
export const askedOf = ({ asked: { classes = 3, shape = [4], size = 12 } }: Setting): Required<Asked> => ({
  classes,
  shape,
  size
})

/** A law of structure about one of them. */
export const law = <S>(
  about: string,
  id: string,
  title: string,
  statement: string,
  property: Law<S>["property"]
): Law<S> => ({ id, title, statement, kind: "structure", about, property })

/** Tries something on made-up values. */
export const forAll = <A>(values: fc.Arbitrary<A>, holds: (value: A) => Promise<void>): Property =>
  fc.asyncProperty(values, holds) as Property

/** Batches of 1 to 9 items; numbers from 0 to 1, with many that are equal. */
export const batches = (setting: Setting): fc.Arbitrary<Batch> => {
  const { shape } = askedOf(setting), width = shape.reduce((size, side) => size * side, 1)
  const number = fc.oneof(fc.constantFrom(0, 0.25, 1), fc.double({ min: 0, max: 1, noNaN: true }))
  return fc.integer({ min: 1, max: 9 }).chain((rows) =>
    fc.array(number, { minLength: rows * width, maxLength: rows * width }).map((numbers) => ({
      data: Float32Array.from(numbers),
      rows,
      shape
    }))
  )
}

/** Distinct positions of the pool, at least one, in any order. */
export const positions = (setting: Setting): fc.Arbitrary<ReadonlyArray<number>> => {
  const { size } = askedOf(setting)
  return fc.shuffledSubarray(Array.from({ length: size }, (_, position) => position), { minLength: 1 })
}

/** A question about positions of the pool, whose ids are their numbers. */
export const questionOf = (at: ReadonlyArray<number>, round = 0) => ({
  round,
  positions: Uint32Array.from(at),
  ids: at.map((position) => Query.idOf({ ids: undefined }, position)),
  selection: undefined
})

/** A training set: distinct positions, and a class each. */
export const trainingSets = (setting: Setting) => {
  const { classes } = askedOf(setting)
  return fc.record({
    positions: positions(setting),
    seed: fc.integer({ min: 0, max: 1000 }),
    labels: fc.array(fc.integer({ min: 0, max: classes - 1 }), { minLength: 200, maxLength: 200 })
  }).map(({ labels, positions: at, seed }) => ({
    round: 0,
    seed,
    positions: Uint32Array.from(at),
    labels: Int32Array.from(at, (_, i) => labels[i % labels.length]!),
    pseudo: []
  }))
}
