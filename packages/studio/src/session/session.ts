/**
 * A labeling project as it is now: the fold of its events. Feeding the same events in the same order gives the same
 * session, so that closing and opening again, and a kill in between, change nothing.
 */
import * as Rng from "@marginalia/core/Rng"
import { makeAnswers } from "./answers.ts"
import type { GivenAnswer, Status } from "./consensus.ts"
import type { Answered, Created, Entry, Trained } from "./event.ts"
import { type HeldOut, heldOutOf } from "./held-out.ts"
import { type Done, type History, makeHistory } from "./history.ts"
import { makeSuggestions, type Suggestion } from "./suggestions.ts"
import { type Counts, NOTHING, OPEN, renew, type Tables } from "./tables.ts"
import { type Change, type Vocabulary, vocabularyOf } from "./vocabulary.ts"

/** Labels to train on, or to measure with. */
export interface LabelSet {
  /** Items, in the order of their deciding answers. */
  readonly items: ReadonlyArray<number>
  /** The class of each. */
  readonly classes: ReadonlyArray<number>
}

/** What someone did so far. */
export interface Person {
  readonly who: string
  /** Items that they have the last word on for themselves. */
  readonly answers: number
  /** When they acted last, milliseconds since 1970. */
  readonly at: number
}

/** A project's state. Every view of it is of this moment: ask again after an event. */
export interface Session {
  /** The first event. */
  readonly created: Created
  /** The items that are held out to measure. */
  readonly heldOut: HeldOut
  /** What was done, and what of it counts. */
  readonly history: History
  /** All items in an order drawn by the project's seed. */
  readonly anyOrder: () => Uint32Array
  /** Takes the next event in. It must have passed {@link "./check.ts"}. Gives the items that it touched. */
  readonly apply: (entry: Entry) => ReadonlyArray<number>
  /** The last event's number. */
  readonly seq: () => number
  /** The classes. */
  readonly vocabulary: () => Vocabulary
  /** The classes as they would be if the act `seq` counted, or did not. */
  readonly vocabularyIf: (seq: number, counts: boolean) => Vocabulary
  /** The strategy that orders, as text. */
  readonly strategy: () => string
  /** Each person's last word on an item. */
  readonly said: (item: number) => ReadonlyArray<GivenAnswer>
  /** What an item is. */
  readonly status: (item: number) => Status
  /** What annotators who are no persons here suggest of an item; it counts as nothing. */
  readonly suggested: (item: number) => ReadonlyArray<Suggestion>
  /** How many items are what. */
  readonly counts: () => Counts
  /** Labels by class, resolved: how many items are of each. */
  readonly perClass: () => ReadonlyMap<number, number>
  /** Labels of items that are not held out. */
  readonly training: () => LabelSet
  /** Labels of held-out items. */
  readonly measuring: () => LabelSet
  /** Models and orders so far, the first first. */
  readonly models: () => ReadonlyArray<Trained>
  /** Items that are asked for and have no answer yet, in the order of asking. */
  readonly queue: () => ReadonlyArray<number>
  /** Everyone who did something. */
  readonly people: () => ReadonlyArray<Person>
  /** Items that someone ever answered, taken back or not. */
  readonly touched: () => Iterable<number>
  /** How many acts of answering count, how many of them to measure, and how many were second opinions, of all people. */
  readonly asked: () => { readonly acts: number; readonly measured: number; readonly seconds: number }
  /** In how many answers that stand a class is said, resolved: outvoted and contested ones, too. */
  readonly saidOf: (id: number) => number
  /** The items that `who` answered last, the last first, at most `most`. */
  readonly recent: (who: string, most: number) => ReadonlyArray<number>
}

const changesOf = (history: History): ReadonlyArray<Change & { readonly seq: number }> =>
  history.of("ClassAdded", "ClassRenamed", "ClassesMerged", "KeyBound").map(({ event, seq }) => ({
    ...(event as Change),
    seq
  }))

const isChange = ({ event }: Done): boolean =>
  event._tag === "ClassAdded" || event._tag === "ClassRenamed" || event._tag === "ClassesMerged" ||
  event._tag === "KeyBound"

/** When the answer that decides was given. */
const decidedAt = (said: ReadonlyArray<GivenAnswer>): number => said.reduce((last, { seq }) => Math.max(last, seq), 0)

const labelsOf = ({ said, statuses }: Tables, wanted: (item: number) => boolean): LabelSet => {
  const rows = [...statuses].flatMap(([item, status]) =>
    status._tag === "Labeled" && wanted(item) ? [{ item, class: status.class, at: decidedAt(said.get(item)!) }] : []
  ).sort((a, b) => a.at - b.at || a.item - b.item)
  return { items: rows.map(({ item }) => item), classes: rows.map((row) => row.class) }
}

const queueOf = (history: History, { said }: Tables): ReadonlyArray<number> => {
  const queued = new Map<number, number>()
  for (const { event, seq } of history.of("Queued")) {
    if (event._tag !== "Queued") continue
    // The last time counts, since who asks again wants another answer; its place in the order is that of the first.
    for (const item of event.items) queued.set(item, seq)
  }
  return [...queued].filter(([item, seq]) => !(said.get(item) ?? NOTHING).some((one) => one.seq > seq)).map(([item]) =>
    item
  )
}

const peopleOf = (last: ReadonlyMap<string, number>, { perPerson }: Tables): ReadonlyArray<Person> =>
  [...last].map(([who, at]) => ({ who, answers: perPerson.get(who) ?? 0, at }))

const recentOf = (history: History, who: string, most: number): ReadonlyArray<number> => {
  const items = new Set<number>()
  const acts = history.of("Answered")
  for (let i = acts.length - 1; i >= 0 && items.size < most; i--) {
    const { event } = acts[i]!
    if (event.who !== who || event._tag !== "Answered") continue
    for (const { items: group } of event.groups) for (const item of group) items.add(item)
  }
  return [...items].slice(0, most)
}

/** Acts that count, of those where a person was asked: all of them, to measure, and second opinions. */
interface Asked {
  acts: number
  measured: number
  seconds: number
}

const ask = (asked: Asked, { order, view }: Answered, by: 1 | -1): void => {
  if (view === "import" || view === "review" || view === "adjudicate") return
  asked.acts += by
  if (order === "measure") asked.measured += by
  if (order === "overlap") asked.seconds += by
}

/** The session of a project of which nothing but its first event, `created`, is known. O(items). */
export const makeSession = (created: Created): Session => {
  const history = makeHistory(), answers = makeAnswers(history), heldOut = heldOutOf(created)
  const models: Array<Trained> = []
  const counts = { open: created.size, skipped: 0, labeled: 0, cannotTell: 0, bad: 0, conflict: 0 }
  const tables: Tables = { statuses: new Map(), counts, perClass: new Map(), said: new Map(), perPerson: new Map() }
  const asked: Asked = { acts: 0, measured: 0, seconds: 0 }, seen = new Map<string, number>()
  let vocabulary = vocabularyOf(created.classes, []), last = 1, given = created.classes.length
  let anyOrder: Uint32Array | undefined
  const renewAll = (items: Iterable<number>): void => {
    for (const item of items) renew(tables, answers, vocabulary, item)
  }
  const touch = (done: Done, by: 1 | -1): ReadonlyArray<number> => {
    if (isChange(done)) {
      vocabulary = vocabularyOf(created.classes, changesOf(history), given)
      const all = [...answers.touched()]
      renewAll(all)
      return all
    }
    if (done.event._tag === "Undone") return touch(history.at(done.event.target)!, -1)
    if (done.event._tag === "Redone") return touch(history.at(done.event.target)!, 1)
    if (done.event._tag !== "Answered") return []
    ask(asked, done.event, by)
    const items = done.event.groups.flatMap((group) => group.items)
    renewAll(items)
    return items
  }
  const apply = ({ at, event, seq }: Entry): ReadonlyArray<number> => {
    last = seq
    if (event._tag === "Created") return []
    if (event._tag === "Trained") return models.push(event), []
    if (event._tag === "ClassAdded") given = Math.max(given, event.id + 1)
    const done = { seq, at, event }
    history.add(done)
    answers.add(done)
    seen.set(event.who, Math.max(seen.get(event.who) ?? 0, at))
    return touch(done, 1)
  }
  const chosen = () => history.of("StrategyChosen").at(-1)?.event
  return {
    created,
    heldOut,
    history,
    anyOrder: () => (anyOrder ??= Rng.permutation(Rng.derive(Rng.fromSeed(created.seed), "any order"), created.size)),
    apply,
    seq: () => last,
    vocabulary: () => vocabulary,
    vocabularyIf: (seq, counts) => {
      const act = history.at(seq)
      const changes = changesOf(history).filter((change) => change.seq !== seq)
      if (counts && act !== undefined && isChange(act)) changes.push({ ...(act.event as Change), seq })
      return vocabularyOf(created.classes, changes.toSorted((a, b) => a.seq - b.seq), given)
    },
    strategy: () => {
      const found = chosen()
      return found?._tag === "StrategyChosen" ? found.strategy : created.strategy
    },
    said: (item) => tables.said.get(item) ?? NOTHING,
    status: (item) => tables.statuses.get(item) ?? OPEN,
    suggested: makeSuggestions(history),
    counts: () => ({ ...counts }),
    perClass: () => new Map([...tables.perClass].filter(([, n]) => n > 0)),
    training: () => labelsOf(tables, (item) => !heldOut.has(item)),
    measuring: () => labelsOf(tables, heldOut.has),
    models: () => models,
    queue: () => queueOf(history, tables),
    people: () => peopleOf(seen, tables),
    touched: answers.touched,
    asked: () => ({ ...asked }),
    saidOf: (id) => {
      let count = 0
      for (const said of tables.said.values()) {
        for (const { answer } of said) if (answer._tag === "Label" && vocabulary.resolve(answer.class) === id) count++
      }
      return count
    },
    recent: (who, most) => recentOf(history, who, most)
  }
}
