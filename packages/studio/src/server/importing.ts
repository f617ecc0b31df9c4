/**
 * Labels that a command brings to a project which this server has open.
 */
import * as Effect from "effect/Effect"
import { type Imported, refusalOfImport, wishesOf } from "../formats/import.ts"
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

/** What a request brings, with the classes that are missing now. */
const importedBy = Effect.fnUntraced(function*({ bad, cannotTell, groups }: ImportRequest, known: ReadonlySet<string>) {
  const labels = yield* Effect.forEach(
    groups,
    ({ items, label }) => Effect.map(unpackItems(items), (all) => all.map((item) => [item, label] as const))
  )
  const declined = [
    ...(yield* unpackItems(cannotTell)).map((item) => [item, "CannotTell"] as const),
    ...(yield* unpackItems(bad)).map((item) => [item, "Bad"] as const)
  ]
  const added = groups.map(({ label }) => label).filter((label) => !known.has(label))
  return { labels: labels.flat(), declined, added } satisfies Imported as Imported
})

/** An import as a request. */
export const requestOf = ({ declined, labels }: Imported, nonce: string, ids: string): ImportRequest => {
  const of = (wanted: "Bad" | "CannotTell") =>
    packItems(declined.flatMap(([item, answer]) => (answer === wanted ? [item] : [])))
  const groups = [...Map.groupBy(labels, ([, label]) => label)].map(([label, rows]) => ({
    label,
    items: packItems(rows.map(([item]) => item))
  }))
  return { nonce, ids, groups, cannotTell: of("CannotTell"), bad: of("Bad") }
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
