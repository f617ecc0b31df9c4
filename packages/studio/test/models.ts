/**
 * Models for tests, from what they say of each item.
 */
import type { Learned } from "../src/learner/protocol.ts"
import { saysOf } from "../src/learner/says.ts"
import type { Trained } from "../src/session/event.ts"
import { type Model, modelOf } from "../src/view/model.ts"

/** A model that gives item i the probabilities `rows[i]`, of the classes `classes`. */
export const modelFor = (
  rows: ReadonlyArray<ReadonlyArray<number>>,
  classes: ReadonlyArray<number>,
  more: Partial<Learned> = {}
): Model => {
  const probability = "probability" in more ? more.probability : Float32Array.from(rows.flat()), size = rows.length
  const candidates = Uint32Array.from(rows, (_, item) => item)
  return modelOf({
    _tag: "Learned",
    model: 1,
    upTo: 1,
    strategy: "margin",
    labels: 3,
    classes,
    ...saysOf(probability, classes, { size, candidates }),
    probability,
    order: new Uint32Array(0),
    sample: undefined,
    why: [],
    clusters: undefined,
    alike: { items: new Uint32Array(0), group: new Int32Array(0) },
    remark: undefined,
    ms: 1,
    ...more
  })
}

/** What is written down of a model. */
export const trainedFor = (labels: number, heldOut: ReadonlyArray<number>, more: Partial<Trained> = {}): Trained => ({
  _tag: "Trained",
  model: 1,
  upTo: 1,
  labels,
  classes: [0, 1],
  strategy: "margin",
  order: [],
  heldOut,
  uncertainty: 0.5,
  changed: null,
  ms: 1,
  ...more
})
