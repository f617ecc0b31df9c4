/**
 * Probabilities of labeled items, each from a model that did not see its label.
 */
import * as Matrix from "@marginalia/core/Matrix"
import * as Rng from "@marginalia/core/Rng"
import * as Effect from "effect/Effect"
import { seenOf, spread } from "./classes.ts"
import { fitHead, type Lesson, type Scaling } from "./head/fit.ts"
import { probabilityOf } from "./head/predict.ts"

const FOLDS = 5

/** The fold of each label: class by class, shuffled, dealt in turn, so that every fold has its share of each. */
export const dealt = (labels: Int32Array, folds: number, seed: number): Uint8Array => {
  const fold = new Uint8Array(labels.length), key = Rng.derive(Rng.fromSeed(seed), "studio folds")
  const byClass = Map.groupBy(labels.keys(), (i) => labels[i]!)
  let next = 0
  for (const [label, members] of [...byClass].sort(([a], [b]) => a - b)) {
    for (const i of Rng.permutation(Rng.derive(key, label), members.length)) fold[members[i]!] = next++ % folds
  }
  return fold
}

const select = ({ at, labels }: Lesson, wanted: (i: number) => boolean): Lesson & { readonly places: Uint32Array } => {
  const places = Uint32Array.from(labels.keys()).filter(wanted)
  return { at: places.map((i) => at[i]!), labels: Int32Array.from(places, (i) => labels[i]!), classes: 0, places }
}

/**
 * Labels × `classes`, by row, from five folds (fewer where labels are fewer). Where a fold leaves labels of one class alone,
 * that class gets 1. O(5 · a training).
 */
export const outOfFold = Effect.fn("studio.outOfFold")(function*(
  matrix: Matrix.Matrix,
  lesson: Lesson,
  scaling: Scaling,
  seed: number
) {
  const { cols, data, rows } = matrix, { classes, labels } = lesson, out = new Float32Array(labels.length * classes)
  const folds = Math.min(FOLDS, labels.length), fold = dealt(labels, folds, seed)
  for (let f = 0; f < folds && folds > 1; f++) {
    const held = select(lesson, (i) => fold[i] === f), kept = select(lesson, (i) => fold[i] !== f)
    const seen = seenOf(kept.at, kept.labels), block = Matrix.take({ data, rows, cols }, held.at)
    const found = seen.classes < 2
      ? Matrix.make(new Float32Array(block.rows).fill(1), block.rows, 1)
      : yield* probabilityOf(block, yield* fitHead(matrix, seen, scaling, { separated: false }))
    const whole = spread(found, seen.of, classes)
    held.places.forEach((i, row) => out.set(whole.subarray(row * classes, (row + 1) * classes), i * classes))
  }
  return out
})
