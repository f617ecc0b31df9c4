/**
 * Labels that a command brings to a project which this server has open.
 */
import * as Effect from "effect/Effect"
import { type Imported, refusalOfImport, type Suggesting, wishesOf } from "../formats/import.ts"
import { Refused } from "../session/refusal.ts"
import { toldOf } from "../told.ts"
import { perform } from "./acting.ts"
import { NotDone, Unclear } from "./problem.ts"
import { Person, Room } from "./room.ts"
import type { ImportRequest, Saved } from "./wire.ts"

/** Positions as text: base64 of 32 bits each, little-endian. */
export const packItems = (items: ReadonlyArray<number>): string =>
  Buffer.from(Uint32Array.from(items).buffer).toString("base64")

const unpackItems = (text: string): Effect.Effect<ReadonlyArray<number>, Unclear> => {
  const bytes = Uint8Array.from(Buffer.from(text, "base64"))
  return bytes.length % 4 === 0
    ? Effect.succeed(Array.from(new Uint32Array(bytes.buffer)))
    : Effect.fail(new Unclear({ problem: "items are base64 of 32 bits each", reason: "Items" }))
}

/** What annotators suggest in a request. */
const suggestedBy = Effect.fnUntraced(function*(sent: NonNullable<ImportRequest["suggestions"]>) {
  const rows = ({ items, label, p }: (typeof sent)[number]["groups"][number]) =>
    Effect.flatMap(unpackItems(items), (all) =>
      p !== null && p.length !== all.length
        ? Effect.fail(new Unclear({ problem: "there is a probability for each item, or none", reason: "Items" }))
        : Effect.succeed(all.map((item, i) => [item, label, p?.[i] ?? null] as const)))
  return yield* Effect.forEach(
    sent,
    ({ annotator, groups }) =>
      Effect.map(Effect.forEach(groups, rows), (all): Suggesting => ({ annotator, labels: all.flat() }))
  )
})

/** What a request brings, with the classes that are missing now. */
const importedBy = Effect.fnUntraced(function*(
  { bad, cannotTell, groups, suggestions: sent = [] }: ImportRequest,
  known: ReadonlySet<string>
) {
  const labels = yield* Effect.forEach(
    groups,
    ({ items, label }) => Effect.map(unpackItems(items), (all) => all.map((item) => [item, label] as const))
  )
  const declined = [
    ...(yield* unpackItems(cannotTell)).map((item) => [item, "CannotTell"] as const),
    ...(yield* unpackItems(bad)).map((item) => [item, "Bad"] as const)
  ]
  const suggestions = yield* suggestedBy(sent)
  const named = [...groups, ...sent.flatMap((one) => one.groups)].map(({ label }) => label)
  const added = [...new Set(named)].filter((label) => !known.has(label))
  return { labels: labels.flat(), declined, suggestions, added } satisfies Imported as Imported
})

/** What an annotator suggests, a group a class, those of which it is known how sure they are apart. */
const packSuggesting = ({ annotator, labels }: Suggesting) => ({
  annotator,
  groups: [...Map.groupBy(labels, ([, label, p]) => JSON.stringify([label, p !== null]))].map(([, rows]) => ({
    label: rows[0]![1],
    items: packItems(rows.map(([item]) => item)),
    p: rows[0]![2] === null ? null : rows.map(([, , p]) => p!)
  }))
})

/** An import as a request. */
export const requestOf = (
  { declined, labels, suggestions = [] }: Imported,
  nonce: string,
  ids: string
): ImportRequest => {
  const of = (wanted: "Bad" | "CannotTell") =>
    packItems(declined.flatMap(([item, answer]) => (answer === wanted ? [item] : [])))
  const groups = [...Map.groupBy(labels, ([, label]) => label)].map(([label, rows]) => ({
    label,
    items: packItems(rows.map(([item]) => item))
  }))
  const request = { nonce, ids, groups, cannotTell: of("CannotTell"), bad: of("Bad") }
  return suggestions.length === 0 ? request : { ...request, suggestions: suggestions.map(packSuggesting) }
}

/**
 * Brings labels in as one act of who asks, before it an act for each class that is missing; a request that breaks off is done
 * all the same, and one that is sent again is answered as before. Nothing is done where any of it cannot be.
 */
export const bringIn = Effect.fnUntraced(
  function*(
    request: ImportRequest
  ): Effect.fn.Return<Saved, NotDone | Unclear | Effect.Error<ReturnType<typeof perform>>, Room | Person> {
    const { items, project } = yield* Room, { who } = yield* Person, session = project.session()
    if (request.ids !== items.hash) {
      const about = { value: request.ids, expected: items.hash }
      return yield* new NotDone({ problem: "these are labels of other items", reason: "OtherItems", about })
    }
    const names = new Set(session.vocabulary().classes.map(({ name }) => name))
    const imported = yield* importedBy(request, names)
    const reason = refusalOfImport(session, imported)
    if (reason !== undefined) return yield* new NotDone(toldOf(new Refused({ reason })))
    const saved = yield* Effect.forEach(wishesOf(imported, who, request.nonce), perform)
    return saved.at(-1)!
  },
  Effect.uninterruptible
)
