/**
 * A person who always answers right, before a session and a learner without a server between: what they come to.
 */
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import { openItems } from "../src/items/open.ts"
import { makeLearner } from "../src/learner/learner.ts"
import type { FromLearner, Learned } from "../src/learner/protocol.ts"
import { problemOf } from "../src/session/check.ts"
import type { Created, Event } from "../src/session/event.ts"
import { offersFor } from "../src/session/offer.ts"
import { makeSession, type Session } from "../src/session/session.ts"

/** What is labeled, and how. */
export interface Labeling {
  /** The name of a data set that knows its labels. */
  readonly path: string
  readonly strategy: string
  readonly seed: number
  readonly encoder?: string
  /** The project's folder. */
  readonly folder: string
  /** Training labels between lessons. */
  readonly every: number
  /** Training labels in all. */
  readonly most: number
}

/** How right the model is of all held-out items, labeled or not, after so many training labels. */
export interface Point {
  readonly labels: number
  readonly accuracy: number
}

/** A session that refuses what a project would. */
const recorder = (created: Created) => {
  const session = makeSession(created)
  let seq = 1
  const add = (event: Event): void => {
    const problem = problemOf(session, event)
    if (problem !== undefined) throw new Error(problem)
    session.apply({ seq: ++seq, at: seq, event })
  }
  return { session, add }
}

const largest = (probability: Float32Array, classes: number, item: number): number => {
  let best = 0
  for (let c = 1; c < classes; c++) {
    if (probability[item * classes + c]! > probability[item * classes + best]!) best = c
  }
  return best
}

const trainedOf = ({ classes, labels, model, ms, order, strategy, upTo }: Learned): Event => ({
  _tag: "Trained",
  model,
  upTo,
  labels,
  classes: [...classes],
  strategy,
  order: [...order],
  heldOut: [],
  uncertainty: null,
  changed: null,
  ms
})

/** The next lesson's answer; what the learner could not do is an error here. */
const learned = Effect.fnUntraced(function*(heard: Queue.Dequeue<FromLearner>) {
  for (;;) {
    const message = yield* Queue.take(heard)
    if (message._tag === "Learned" || message._tag === "Ready") return message
    if (message._tag === "Trouble") throw new Error(message.told.problem)
  }
})

const resembling = ({ alike }: Learned) => {
  const group = new Map(Array.from(alike.items, (item, i) => [item, alike.group[i]!]))
  return (item: number, recent: ReadonlyArray<number>): boolean =>
    recent.some((other) => group.get(item) !== undefined && group.get(item) === group.get(other))
}

const trainingCount = (session: Session): number => session.training().items.length

/**
 * Labels as a person would who is always right, one offer after the other, a fifth of them held out, with a lesson after
 * every so many training labels; gives the accuracy of each model on all held-out items. Nothing is timed.
 */
export const label = Effect.fn("label")(function*({ every, folder, most, path, seed, strategy, ...more }: Labeling) {
  const source = { path, encoder: more.encoder ?? "auto" }
  const { hash, labels, size } = yield* openItems(source)
  const classes = [...new Set(labels)].map(String).sort()
  const truth = labels!.map((name) => classes.indexOf(name!))
  const { add, session } = recorder({
    _tag: "Created",
    version: 1,
    size,
    ids: hash,
    classes,
    strategy,
    encoder: source.encoder,
    measure: 0.2,
    overlap: 0,
    seed
  })
  const heard = yield* Queue.unbounded<FromLearner>()
  const learner = yield* makeLearner((message) => Effect.asVoid(Queue.offer(heard, message)))
  yield* learner.hear({ _tag: "Start", source, items: hash, folder, seed, heldOut: session.heldOut.order })
  yield* learned(heard)
  const points: Array<Point> = []
  const lesson = Effect.fnUntraced(function*(model: number) {
    const training = session.training()
    yield* learner.hear({
      _tag: "Learn",
      model,
      upTo: session.seq(),
      strategy,
      budget: every,
      classes: classes.map((_, i) => i),
      items: Uint32Array.from(training.items),
      labels: Int32Array.from(training.classes),
      answered: Uint32Array.from(training.items)
    })
    const found = (yield* learned(heard)) as Learned
    add(trainedOf(found))
    if (found.remark !== undefined) throw new Error(found.remark)
    const { probability } = found
    if (probability !== undefined) {
      const right = session.heldOut.order.filter((item) => largest(probability, classes.length, item) === truth[item])
      points.push({ labels: found.labels, accuracy: right.length / session.heldOut.order.length })
    }
    return found
  })
  for (let model = 1, acts = 0;; model++) {
    const found = yield* lesson(model)
    if (found.labels >= most) return { points, session, truth }
    while (trainingCount(session) < model * every) {
      const asking = { who: "oracle", count: 1, held: [], isLent: () => false, resembles: resembling(found) }
      const [offer] = offersFor(session, asking)
      if (offer === undefined) return { points, session, truth }
      const groups = [{ items: [offer.item], answer: { _tag: "Label", class: truth[offer.item]! } as const }]
      const act = { who: "oracle", nonce: `${acts++}`, view: "one", ms: 1, suggested: null } as const
      add({ _tag: "Answered", ...act, order: offer.order, groups })
    }
  }
})
