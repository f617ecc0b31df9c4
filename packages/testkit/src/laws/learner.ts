/**
 * Laws of structure of learners and of classifiers.
 */
import type { Matrix, TrainingSet } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { claim, same } from "../claim.ts"
import type { Law, Setting } from "../Law.ts"
import { settle } from "../run.ts"
import { untouched } from "./copy.ts"
import { askedOf, type ClassifierSubject, forAll, law, type LearnerSubject, trainingSets } from "./ports.ts"

const checkSimplex = ({ cols, data, rows }: Matrix.Matrix, size: number, classes: number): void => {
  claim(
    rows === size && cols === classes,
    () => `${rows} × ${cols} probabilities for ${size} items and ${classes} classes`
  )
  for (let at = 0; at < rows; at++) {
    const row = data.subarray(at * cols, (at + 1) * cols)
    claim(
      row.every((p) => p >= 0 && p <= 1 + 1e-5),
      () => `position ${at} has the probability ${row.find((p) => !(p >= 0))}`
    )
    const sum = row.reduce((a, b) => a + b, 0)
    claim(Math.abs(sum - 1) <= 1e-4, () => `the probabilities of position ${at} sum to ${sum}`)
  }
}

const checkClasses = (what: string, found: Int32Array, size: number | undefined, classes: number): void => {
  claim(size === undefined || found.length === size, () => `${found.length} classes for ${size} items of the ${what}`)
  const wrong = found.find((label) => label < 0 || label >= classes)
  claim(wrong === undefined, () => `the class ${wrong} of an item of the ${what}, and there are ${classes}`)
}

/** What a model says that was trained on a set. */
interface Outputs {
  readonly probability: Matrix.Matrix
  readonly pool: Int32Array
  readonly test: { readonly actual: Int32Array; readonly predicted: Int32Array }
}

const outputsAfter = (setting: Setting, learner: LearnerSubject, set: TrainingSet): Promise<Outputs> =>
  settle(
    setting,
    Effect.scoped(Effect.gen(function*() {
      const { classifier, pool, test } = yield* learner.fit(set)
      const { cols, data, rows } = yield* classifier.probability
      return { probability: { data: data.slice(), rows, cols }, pool: (yield* pool).slice(), test: yield* test }
    }))
  )

const sameAs = (what: string, found: Outputs, first: Outputs): void => {
  same(`the probabilities ${what}`, found.probability.data, first.probability.data)
  same(`the classes of the pool ${what}`, found.pool, first.pool)
  same(`the classes of the test items ${what}`, found.test.predicted, first.test.predicted)
}

const simplex = law<LearnerSubject>(
  "learner",
  "learner-simplex",
  "probabilities that sum to one, and classes that there are",
  "A trained model gives each item of the pool probabilities from 0 that sum to 1 (to 1e-4), and each item a class.",
  (learner, setting) =>
    forAll(trainingSets(setting), async (set) => {
      const { classes, size } = askedOf(setting),
        { pool, probability, test } = await outputsAfter(setting, learner, set)
      checkSimplex(probability, size, classes)
      checkClasses("pool", pool, size, classes)
      checkClasses("test", test.predicted, test.actual.length, classes)
    })
)

const pure = law<LearnerSubject>(
  "learner",
  "learner-pure",
  "the same labels and seed give the same model",
  "Training on the same set again gives the same bits; nothing in the set is written to.",
  (learner, setting) =>
    forAll(trainingSets(setting), async (set) => {
      const first = await untouched("training set", set, () => outputsAfter(setting, learner, set))
      sameAs("of the same set", await outputsAfter(setting, learner, set), first)
    })
)

const forgets = law<LearnerSubject>(
  "learner",
  "learner-forgets",
  "a model knows the labels of its set, and no others",
  "What a learner was trained on before, with other labels and of other items, changes nothing: no label is used but those of the set.",
  (learner, setting) =>
    forAll(trainingSets(setting), async (set) => {
      const { classes, size } = askedOf(setting), first = await outputsAfter(setting, learner, set)
      const all = Uint32Array.from({ length: size }, (_, position) => position)
      await outputsAfter(setting, learner, {
        ...set,
        positions: all,
        labels: Int32Array.from(all, (at) => (at + 1) % classes)
      })
      sameAs("after a training on all items", await outputsAfter(setting, learner, set), first)
    })
)

/** Laws of learners. */
export const ofLearners: ReadonlyArray<Law<LearnerSubject>> = [simplex, pure, forgets]

const once = (setting: Setting) => trainingSets(setting)

const classifierSimplex = law<ClassifierSubject>(
  "classifier",
  "classifier-simplex",
  "probabilities that sum to one",
  "Each item of the pool has probabilities from 0 that sum to 1 (to 1e-4), one a class.",
  (classifier, setting) =>
    forAll(once(setting), async () => {
      const { classes, size } = askedOf(setting)
      checkSimplex(await settle(setting, classifier.probability), size, classes)
    })
)

const classifierPure = law<ClassifierSubject>(
  "classifier",
  "classifier-pure",
  "asked again, it says the same",
  "The probabilities are the same bits whenever they are asked for.",
  (classifier, setting) =>
    forAll(once(setting), async () => {
      const first = (await settle(setting, classifier.probability)).data.slice()
      same("the probabilities, asked again", (await settle(setting, classifier.probability)).data, first)
    })
)

/** Laws of classifiers. */
export const ofClassifiers: ReadonlyArray<Law<ClassifierSubject>> = [classifierSimplex, classifierPure]
