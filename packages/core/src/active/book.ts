/**
 * What is known of the items of an active learner's pool: who is labeled, as what, and who was declined.
 */
import * as Suggest from "../Suggest.ts"
import { type ActiveProblem, refuse } from "./problem.ts"

/** A class: its name, or its number from 0 where the classes have no names. */
export type Label = string | number

/** The classes of a learner: their names, or how many there are. */
export type Classes = ReadonlyArray<string> | number

/** A label of such classes: one of the names, or a number from 0. */
export type LabelOf<C extends Classes> = C extends ReadonlyArray<infer Name extends string> ? Name : number

/** Labels by id: a record (`{ "a.png": "cat" }`), a map, or pairs of an id and a label. A number as an id is its digits. */
export type Labels<L extends Label = Label> =
  | { readonly [id: string]: L }
  | ReadonlyMap<string, L>
  | Iterable<readonly [id: string | number, label: L]>

/** What a change came to: whether there are other labels than before, and whether anything is other. */
export interface Change {
  readonly labels: boolean
  readonly any: boolean
}

/** Labels and declined items. Every change is whole or not at all. */
export interface Book {
  /** The ids in pool order. */
  readonly ids: ReadonlyArray<string>
  /** The class numbers by position, in the order in which the items were first labeled. */
  readonly labels: ReadonlyMap<number, number>
  /** The positions that were declined, in that order. */
  readonly declined: ReadonlySet<number>
  readonly tell: (labels: unknown) => Change
  readonly correct: (labels: unknown) => Change
  readonly decline: (ids: unknown) => Change
  /** Appends items by their ids. */
  readonly add: (ids: ReadonlyArray<string>) => void
  /** A class number as the caller knows it. */
  readonly nameOf: (label: number) => Label
  /** The class number of a label that `id` is given. */
  readonly classOf: (id: string, label: unknown) => number
}

/** The most ids among which a nearest one is looked for. */
const SEARCHED = 20_000

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null

const isIterable = (value: unknown): value is Iterable<unknown> =>
  isObject(value) && typeof (value as { [Symbol.iterator]?: unknown })[Symbol.iterator] === "function"

const wrong = (what: string, value: unknown, expected: string): never => refuse({ _tag: "Kind", what, value, expected })

const idOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : wrong("an id", value, "a string")

const pairOf = (value: unknown): readonly [unknown, unknown] =>
  Array.isArray(value) && value.length === 2
    ? [value[0], value[1]]
    : wrong("an entry of the labels", value, "a pair of an id and a label")

/** The pairs of whatever stands for labels. */
const pairsOf = (labels: unknown): ReadonlyArray<readonly [unknown, unknown]> => {
  if (typeof labels !== "string" && isIterable(labels)) return Array.from(labels, pairOf)
  return isObject(labels) ? Object.entries(labels) : wrong("the labels", labels, "a record, a map or pairs")
}

/** A book of `ids`, of `classes` by name or number. Throws an `ActiveLearnerError` for what makes no sense, as all of it does. */
export const makeBook = (classes: Classes, given: ReadonlyArray<string>): Book => {
  const twice = typeof classes === "number" ? undefined : classes.find((name, c) => classes.indexOf(name) < c)
  if (twice !== undefined) wrong("the list of the classes", classes, `a name each, and names "${twice}" twice`)
  const ids: Array<string> = [], at = new Map<string, number>()
  const labels = new Map<number, number>(), declined = new Set<number>()
  const numbers = typeof classes === "number" ? undefined : new Map(classes.map((name, c) => [name, c]))
  const nameOf = (label: number): Label => typeof classes === "number" ? label : classes[label]!

  const classOf = (id: string, label: unknown): number => {
    const found = typeof classes === "number" ? label : numbers!.get(label as string)
    const known = typeof found === "number" && Number.isInteger(found) && found >= 0
    if (known && (typeof classes !== "number" || found < classes)) return found
    return refuse({ _tag: "UnknownClass", id, label, classes })
  }
  const positionOf = (id: string): number => {
    const found = at.get(id)
    if (found !== undefined) return found
    const suggestion = ids.length > SEARCHED ? undefined : Suggest.nearest(id, ids)
    return refuse({ _tag: "UnknownItem", id, suggestion })
  }
  const refused = (position: number, given: number | undefined): ActiveProblem => ({
    _tag: "Labeled",
    id: ids[position]!,
    label: nameOf(labels.get(position)!),
    given: given === undefined ? undefined : nameOf(given)
  })

  /** Positions and classes of labels, each item once. */
  const read = (words: unknown): ReadonlyMap<number, number> => {
    const found = new Map<number, number>()
    for (const [word, label] of pairsOf(words)) {
      const id = idOf(word), position = positionOf(id), number = classOf(id, label), before = found.get(position)
      if (before !== undefined && before !== number) {
        refuse({ _tag: "GivenTwice", id, first: nameOf(before), second: nameOf(number) })
      }
      found.set(position, number)
    }
    return found
  }
  const write = (found: ReadonlyMap<number, number>): Change => {
    let changed = false
    for (const [position, number] of found) {
      changed = changed || labels.get(position) !== number
      declined.delete(position)
      labels.set(position, number)
    }
    return { labels: changed, any: changed }
  }

  const tell = (words: unknown): Change => {
    const found = read(words)
    for (const [position, number] of found) {
      const before = labels.get(position)
      if (before !== undefined && before !== number) refuse(refused(position, number))
    }
    return write(found)
  }
  const correct = (words: unknown): Change => {
    const found = read(words)
    for (const position of found.keys()) {
      if (!labels.has(position)) refuse({ _tag: "NotLabeled", id: ids[position]! })
    }
    return write(found)
  }
  const decline = (words: unknown): Change => {
    if (typeof words === "string" || !isIterable(words)) wrong("what is declined", words, "a list of ids")
    const found = Array.from(words as Iterable<unknown>, (word) => positionOf(idOf(word)))
    for (const position of found) if (labels.has(position)) refuse(refused(position, undefined))
    const before = declined.size
    for (const position of found) declined.add(position)
    return { labels: false, any: declined.size > before }
  }
  const add = (more: ReadonlyArray<string>): void => {
    const seen = new Set<string>()
    for (const id of more) {
      if (at.has(id) || seen.has(id)) refuse({ _tag: "KnownItem", id })
      seen.add(id)
    }
    for (const id of more) {
      at.set(id, ids.length)
      ids.push(id)
    }
  }
  add(given)
  return { ids, labels, declined, tell, correct, decline, add, nameOf, classOf }
}
