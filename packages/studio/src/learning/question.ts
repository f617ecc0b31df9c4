/**
 * What the learner is told of a session, and what is written down of its answer.
 */
import type { FindMistakes, Learn, Ordered } from "../learner/protocol.ts"
import type { Trained } from "../session/event.ts"
import type { LabelSet, Session } from "../session/session.ts"
import { heldOutGuesses, type Model } from "../view/model.ts"

/** So many items are ordered at once. */
export const BUDGET = 100

/** Items that someone has a word on, held-out ones apart. */
const answeredIn = (session: Session): ReadonlyArray<number> =>
  [...session.touched()].filter((item) => session.said(item).length > 0 && !session.heldOut.has(item))

/** Labels as a learner takes them: for each item the place of its class among `classes`. */
export const labeled = (
  session: Session,
  { classes, items }: LabelSet
): Pick<FindMistakes, "classes" | "items" | "labels"> => {
  const ids = session.vocabulary().classes.map(({ id }) => id)
  const places = new Map(ids.map((id, place) => [id, place]))
  return {
    classes: ids,
    items: Uint32Array.from(items),
    labels: Int32Array.from(classes, (id) => places.get(id)!)
  }
}

/** Learn from all that is known now. */
export const learnFrom = (session: Session): Learn => ({
  _tag: "Learn",
  model: (session.models().at(-1)?.model ?? 0) + 1,
  upTo: session.seq(),
  strategy: session.strategy(),
  budget: BUDGET,
  ...labeled(session, session.training()),
  answered: Uint32Array.from(answeredIn(session))
})

/** The share of the items of which the model says another class than the one before. O(items). */
const changedOf = ({ learned: { top } }: Model, before: Model | undefined): number | null => {
  if (before === undefined || before.learned.probability === undefined || top.length === 0) return null
  const was = before.learned.top
  let changed = 0
  for (let item = 0; item < top.length; item++) if (top[item] !== was[item]) changed++
  return changed / top.length
}

/** What is written down of a model. `before` is the one before it, while it is in memory. */
export const trainedBy = (session: Session, model: Model, before: Model | undefined): Trained => {
  const { learned } = model, isModel = learned.probability !== undefined
  return {
    _tag: "Trained",
    model: learned.model,
    upTo: learned.upTo,
    labels: learned.labels,
    classes: isModel ? learned.classes : [],
    strategy: learned.strategy,
    order: Array.from(learned.order),
    heldOut: heldOutGuesses(model, session.heldOut),
    uncertainty: learned.uncertainty,
    changed: isModel ? changedOf(model, before) : null,
    ms: Math.round(learned.ms),
    ...(learned.sample === undefined ? {} : { sample: learned.sample })
  }
}

/** What is written down of an order that came after its model: an order alone, so that the model is not counted twice. */
export const orderedBy = ({ labels, model, ms, order, strategy, upTo }: Ordered): Trained => ({
  _tag: "Trained",
  model,
  upTo,
  labels,
  classes: [],
  strategy,
  order: Array.from(order),
  heldOut: [],
  uncertainty: null,
  changed: null,
  ms: Math.round(ms)
})
