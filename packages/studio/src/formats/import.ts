/**
 * Labels from elsewhere, as one act of one person.
 */
import { note, notes } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { sortedClasses } from "@marginalia/datasets/class-order"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { type LabelOptions, type Labels, readLabels } from "@marginalia/datasets/files/labels"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { addClass, type Wish } from "../project/act.ts"
import { nameRefusal, twiceIn } from "../session/check.ts"
import type { Answer } from "../session/event.ts"
import { inWords, type Refusal } from "../session/refusal.ts"
import type { Session } from "../session/session.ts"
import { TABLE } from "./folder.ts"

/** What one annotator suggests: classes of items by name, with how sure they are, `null` where that is not known. */
export interface Suggesting {
  readonly annotator: string
  readonly labels: ReadonlyArray<readonly [item: number, label: string, p: number | null]>
}

/** What is to be imported: labels of items by position. */
export interface Imported {
  readonly labels: ReadonlyArray<readonly [item: number, label: string]>
  readonly declined: ReadonlyArray<readonly [item: number, answer: "CannotTell" | "Bad"]>
  /** What annotators suggest; it counts as no label. Default none. */
  readonly suggestions?: ReadonlyArray<Suggesting>
  /** Classes that the project does not have yet, in the one order of classes. */
  readonly added: ReadonlyArray<string>
}

/** How labels are read: as for `readLabels`, whose `pool` is the project's. */
export interface ImportOptions extends Omit<LabelOptions, "pool"> {
  /** The ids of all that the project's source has, in its order; default the project's own. Labels of the others are left out. */
  readonly whole?: ReadonlyArray<string> | undefined
}

/** Says of how many `things` nothing was brought, because their items are not among those that are labeled. */
export const sayLeftOut = (count: number, thing: string): Effect.Effect<void> =>
  count === 0
    ? Effect.void
    : note(`note: ${counted(count, thing)} left out: of items that are not among those of the project`)

/** A folder that was exported says all in a table. */
const tableIn = Effect.fnUntraced(function*(path: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const table = paths.join(path, TABLE)
  return (yield* Effect.orElseSucceed(fs.exists(table), () => false)) ? table : path
})

const toImported = (
  session: Session,
  ids: ReadonlyArray<string>,
  { declined, ids: named, labels, statuses }: Labels
): Imported => {
  const at = new Map(ids.map((id, item) => [id, item]))
  const known = new Set(session.vocabulary().classes.map(({ name }) => name))
  const own = named.flatMap((id, i) => {
    const item = at.get(id)
    return item === undefined ? [] : [[item, labels[i]!] as const]
  })
  return {
    labels: own,
    declined: declined.flatMap((id) => {
      const item = at.get(id)
      return item === undefined ? [] : [[item, statuses.get(id) === "bad" ? "Bad" : "CannotTell"] as const]
    }),
    added: sortedClasses(own.map(([, label]) => label)).filter((name) => !known.has(name))
  }
}

/**
 * Reads labels in any form that `readLabels` takes, and a folder that was exported, for a project whose items have the `ids`:
 * matched by id or by file. Declined items become "cannot tell", or "bad" where the file says so. Says what was read.
 *
 * Fails with `InvalidInput` for items that are not the project's, two labels of an item, and no label at all; with `FileProblem`.
 */
export const readImport = Effect.fn("studio.readImport")(function*(
  session: Session,
  ids: ReadonlyArray<string>,
  path: string,
  options: ImportOptions = {}
) {
  const { whole = ids, ...how } = options, pool = { path: "of the project", rows: whole.length, ids: whole }
  const labels = yield* readLabels(yield* tableIn(path), { ...how, pool })
  yield* notes(labels.notes)
  const imported = toImported(session, ids, labels)
  yield* sayLeftOut(
    labels.labels.length + labels.declined.length - imported.labels.length - imported.declined.length,
    "label"
  )
  if (imported.labels.length + imported.declined.length === 0) {
    return yield* new InvalidInput({
      path,
      problem: "there is no label in it",
      hint: "give a file with labels of these items",
      reason: "Empty"
    })
  }
  const why = refusalOfImport(session, imported)
  if (why !== undefined) {
    const hint = "change it in the file", problem = inWords(why)
    return yield* new InvalidInput({ path, problem, hint, reason: "Import", value: why })
  }
  return imported
})

const groupsOf = (session: Session, { declined, labels }: Imported) => {
  const numbers = new Map(session.vocabulary().classes.map(({ id, name }) => [name, id]))
  const byLabel = Map.groupBy(labels, ([, label]) => label)
  const groups = [...byLabel].map(([label, rows]) => ({
    items: rows.map(([item]) => item),
    answer: { _tag: "Label", class: numbers.get(label)! } satisfies Answer as Answer
  }))
  const without = (["CannotTell", "Bad"] as const).map((tag) => ({
    items: declined.flatMap(([item, answer]) => answer === tag ? [item] : []),
    answer: { _tag: tag } satisfies Answer as Answer
  }))
  return [...groups, ...without.filter(({ items }) => items.length > 0)]
}

/** Why an import cannot be done; undefined where it can. Asked before its first act, so that it is done whole or not at all. */
export const refusalOfImport = (
  session: Session,
  { added, declined, labels, suggestions = [] }: Imported
): Refusal | undefined => {
  const { size } = session.created, { next } = session.vocabulary()
  const named = added.map((name) => nameRefusal(session, name, next)).find((why) => why !== undefined)
  if (named !== undefined) return named
  const seen = new Set<string>(), twin = added.find((name) => seen.size === seen.add(name).size)
  if (twin !== undefined) return { _tag: "NameTwice", name: twin }
  const own = [...labels, ...declined].map(([item]) => item)
  const lists = [own, ...suggestions.map((one) => one.labels.map(([item]) => item))]
  if (lists.every(({ length }) => length === 0)) return { _tag: "NoItems" }
  const stray = lists.flat().find((item) => item >= size)
  if (stray !== undefined) return { _tag: "Item", item: stray, size }
  return lists.map(twiceIn).find((why) => why !== undefined)
}

/** The classes of suggestions by their numbers, those of which it is known how sure they are apart. */
const suggestedGroups = (session: Session, { labels }: Suggesting) => {
  const numbers = new Map(session.vocabulary().classes.map(({ id, name }) => [name, id]))
  return [...Map.groupBy(labels, ([, label, p]) => JSON.stringify([label, p !== null]))].map(([, rows]) => ({
    items: rows.map(([item]) => item),
    class: numbers.get(rows[0]![1])!,
    p: rows[0]![2] === null ? null : rows.map(([, , p]) => p!)
  }))
}

/**
 * The acts of an import, in order: the classes that are missing, all labels at once, and what each annotator suggests. `nonce` is
 * the import's own: that of its last act.
 */
export const wishesOf = (imported: Imported, who: string, nonce: string): ReadonlyArray<Wish> => {
  const { added, declined, labels, suggestions = [] } = imported
  const classes = added.map((name, i) => addClass(who, `${nonce}-class-${i}`, name))
  const answers = labels.length + declined.length === 0
    ? []
    : [(own: string): Wish => ({
      who,
      nonce: own,
      make: (session) => ({
        _tag: "Answered",
        who,
        nonce: own,
        view: "import",
        order: "chosen",
        ms: 0,
        suggested: null,
        groups: groupsOf(session, imported)
      })
    })]
  const suggested = suggestions.filter((one) => one.labels.length > 0).map((one) => (own: string): Wish => ({
    who,
    nonce: own,
    make: (session) => ({
      _tag: "Suggested",
      who,
      nonce: own,
      annotator: one.annotator,
      groups: suggestedGroups(session, one)
    })
  }))
  const acts = [...answers, ...suggested]
  return [...classes, ...acts.map((act, i) => act(i === acts.length - 1 ? nonce : `${nonce}-${i}`))]
}

/** Says what was imported. */
export const sayImported = ({ added, declined, labels, suggestions = [] }: Imported): Effect.Effect<void> =>
  note(
    `${
      suggestions.length === 0
        ? `${counted(labels.length, "label")} imported`
        : suggestions.map((one) => `${counted(one.labels.length, "suggestion")} of ${one.annotator}`).join(", ")
    }${declined.length === 0 ? "" : `, ${counted(declined.length, "item")} declined`}${
      added.length === 0 ? "" : `; new classes: ${added.join(", ")}`
    }`
  )

/** An import as an act. */
export interface ImportAct {
  readonly who: string
  /** Its own; or what follows from the labels, so that the same labels are imported once. */
  readonly nonce: string | ((imported: Imported) => string)
  readonly options?: ImportOptions
  /** How the file is read. Default {@link readImport}, as labels. */
  readonly read?: typeof readImport
}

/** Whatever does acts: an open project, or a server that has it open. */
export interface Doer<E> {
  readonly session: () => Session
  readonly act: (wish: Wish) => Effect.Effect<unknown, E>
}

/**
 * Brings labels from a file into a project, as one act of `who` with the view `import`, before it an act for each class that is
 * new. They are answers like others: they can be taken back, and where others said something else, there is a conflict.
 *
 * `nonce` is the act's own: an import that is made again under it does nothing. Fails as {@link readImport}, and as acts do.
 */
export const importLabels = Effect.fn("studio.importLabels")(function*<E>(
  { act, session }: Doer<E>,
  ids: ReadonlyArray<string>,
  path: string,
  { nonce: given, options, read = readImport, who }: ImportAct
) {
  const imported = yield* read(session(), ids, path, options)
  const nonce = typeof given === "string" ? given : given(imported)
  if (session().history.made(nonce) !== undefined) {
    yield* note("note: these labels were imported before")
    return imported
  }
  yield* Effect.forEach(wishesOf(imported, who, nonce), act, { discard: true })
  yield* sayImported(imported)
  return imported
})
