/**
 * The model of a project as it is now, fitted to all training labels: what the learner would show next.
 */
import * as Metrics from "@marginalia/core/Metrics"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import type { Numbers } from "@marginalia/models/training"
import { build, network } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import { needsPrototypes } from "../learner/choose.ts"
import { seenOf } from "../learner/classes.ts"
import { fitHead, type Head } from "../learner/head/fit.ts"
import { probabilityOf } from "../learner/head/predict.ts"
import type { Prepared } from "../learner/ready.ts"
import { labeled } from "../learning/question.ts"
import type { Session } from "../session/session.ts"
import { nameOf } from "../view/words.ts"
import type { About } from "./about.ts"

/** A model that was fitted, and what it says. */
export interface Fit {
  readonly numbers: Numbers
  /** The names of its classes, in its order. */
  readonly classNames: ReadonlyArray<string>
  /** The number of labels that it was trained on. */
  readonly labels: number
  readonly heldOut: About["labeling"]["heldOut"]
}

/** The head as a linear network of vectors: its weights one input a row, as networks have them. */
const numbersOf = ({ bias, classes, prototypes, weights }: Head): Numbers => {
  const outputs = bias.length, d = weights.length / outputs
  const head = prototypes === undefined ? { kind: "learned" as const } : { kind: "max-separation" as const, radius: 1 }
  const turned = Float64Array.from(
    { length: weights.length },
    (_, i) => weights[(i % outputs) * d + Math.floor(i / outputs)]!
  )
  return {
    built: build(network({ kind: "linear", head }), [d], classes),
    values: new Map([["head.weight", turned], ["head.bias", bias]])
  }
}

const measured = Effect.fnUntraced(
  function*(session: Session, { matrix }: Prepared, head: Head, of: ReadonlyArray<number>) {
    const { classes, items } = session.measuring()
    if (items.length === 0) return { labels: 0, accuracy: null, balancedAccuracy: null }
    const { cols } = matrix, data = new Float32Array(items.length * cols)
    items.forEach((item, i) => data.set(matrix.data.subarray(item * cols, (item + 1) * cols), i * cols))
    const says = yield* probabilityOf({ data, rows: items.length, cols }, head)
    const guesses = items.map((_, i) => {
      let best = 0
      for (let c = 1; c < says.cols; c++) if (says.data[i * says.cols + c]! > says.data[i * says.cols + best]!) best = c
      return of[best]!
    })
    const interval = ({ high, low, value }: Metrics.Measured) => ({ value, low, high })
    return {
      labels: items.length,
      accuracy: interval(Metrics.accuracyInterval(classes, guesses)),
      balancedAccuracy: interval(Metrics.balancedAccuracyInterval(classes, guesses))
    }
  }
)

/**
 * Fits the model to all labels that are not held out, as the learner does, and measures it on those that are. Fails with
 * `InvalidInput` where fewer than two classes have labels. `folder` is for messages.
 */
export const fitNow = Effect.fn("studio.fitNow")(function*(folder: string, session: Session, prepared: Prepared) {
  const { classes, items, labels } = labeled(session, session.training()), seen = seenOf(items, labels)
  if (seen.classes < 2) {
    return yield* new InvalidInput({
      path: folder,
      problem: "there is no model yet: fewer than two classes have labels that are not held out",
      hint: "label some items of each class first",
      reason: "TooFew",
      value: seen.classes,
      expected: 2
    })
  }
  const { matrix, scaling } = prepared
  const head = yield* fitHead(matrix, seen, scaling, {
    separated: yield* needsPrototypes(session.strategy(), prepared.registry)
  })
  const of = seen.of.map((place) => classes[place]!)
  return {
    numbers: numbersOf(head),
    classNames: of.map((id) => nameOf(session, id)),
    labels: items.length,
    heldOut: yield* measured(session, prepared, head, of)
  } satisfies Fit as Fit
})
