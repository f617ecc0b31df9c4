/**
 * How good the model is: told from held-out labels alone, which no model is trained on.
 */
import * as Metrics from "@marginalia/core/Metrics"
import type { Interval, Measured } from "../server/wire.ts"
import type { Trained } from "../session/event.ts"
import { WATCHED } from "../session/held-out.ts"
import type { Session } from "../session/session.ts"
import { asNow, type Model } from "./model.ts"

/** What a model says of a held-out item, as classes are now: a class; `undefined` where nobody knows. */
type Says = (item: number) => number | undefined

/** Classes that no label has any more are one, which is never right. */
const now = (session: Session, id: number): number => {
  const { next, resolve } = session.vocabulary(), found = resolve(id)
  return found < 0 ? next : found
}

const ofMemory = (session: Session, { learned: { probability, top } }: Model): Says | undefined =>
  probability === undefined ? undefined : (item) => now(session, top[item]!)

/** After a restart, until there is a model again: what was written down of the last one. */
const ofJournal = (session: Session): Says | undefined => {
  const last = session.models().findLast(({ classes }) => classes.length > 0)
  if (last === undefined) return undefined
  const said = new Map(Array.from(session.heldOut.order.subarray(0, WATCHED), (item, i) => [item, last.heldOut[i]!]))
  return (item) => {
    const id = said.get(item)
    return id === undefined || id < 0 ? undefined : now(session, id)
  }
}

const intervalOf = ({ high, low, value }: Metrics.Measured): Interval => ({ value, low, high })

/** A held-out item that has a label: its place in the order of measuring, and its class. */
type Known = readonly [place: number, label: number]

const pointOf = ({ heldOut, labels }: Trained, known: ReadonlyArray<Known>, of: Int32Array) => {
  const told = known.filter(([place]) => place < heldOut.length)
  const right = told.filter(([place, label]) => heldOut[place]! >= 0 && of[heldOut[place]!] === label).length
  return { labels, right, of: told.length }
}

/** For each model so far how many held-out labels it got right, as labels are now. O(models · held-out items). */
export const curveOf = (session: Session): Measured["curve"] => {
  const of = asNow(session)
  const known = Array.from(session.heldOut.order.subarray(0, WATCHED), (item, place): Known => {
    const status = session.status(item)
    return [place, status._tag === "Labeled" ? status.class : -1]
  }).filter(([, label]) => label >= 0)
  return session.models().filter(({ classes }) => classes.length > 0).map((trained) => pointOf(trained, known, of))
}

/**
 * Accuracy and balanced accuracy of the current model on the held-out items that have a label, with 95 % intervals; `null`
 * without a model, or without such items.
 */
export const measuredOf = (session: Session, model: Model | undefined): Measured => {
  const { classes, items } = session.measuring(), curve = curveOf(session)
  const says = model === undefined ? ofJournal(session) : ofMemory(session, model)
  const known = says === undefined ? [] : items.map((item, i) => [classes[i]!, says(item)] as const)
    .filter((pair): pair is readonly [number, number] => pair[1] !== undefined)
  const none = { items: items.length, accuracy: null, balancedAccuracy: null, curve }
  if (known.length === 0) return none
  const actual = known.map(([label]) => label), predicted = known.map(([, guess]) => guess)
  return {
    ...none,
    accuracy: intervalOf(Metrics.accuracyInterval(actual, predicted)),
    balancedAccuracy: intervalOf(Metrics.balancedAccuracyInterval(actual, predicted))
  }
}
