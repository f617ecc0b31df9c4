/**
 * What people see: the project, the next items, one item, grids, reviews, the map.
 */
import * as Effect from "effect/Effect"
import type { Busy } from "../learning/requests.ts"
import { offersFor } from "../session/offer.ts"
import { Refused } from "../session/refusal.ts"
import { toldOf } from "../told.ts"
import { gridOf } from "../view/grid.ts"
import { mapView } from "../view/map.ts"
import { mistakesIn } from "../view/mistakes.ts"
import { projectView } from "../view/project.ts"
import { type By, reviewOf } from "../view/review.ts"
import { Later, Missing, Unclear } from "./problem.ts"
import { Person, Room, type RoomParts } from "./room.ts"
import { showAll, showChosen } from "./show.ts"

/** So many items are given where nobody says how many. */
const NEXT = 8
const GRID = 24

const later = (error: Busy) => new Later(toldOf(error))

const here = ({ pages }: RoomParts): ReadonlySet<string> =>
  new Set([...pages].filter(([, count]) => count > 0).map(([who]) => who))

/** The project as who asks sees it. */
export const seeProject = Effect.gen(function*() {
  const room = yield* Room, { who } = yield* Person
  return projectView(room.common(), room.project.session(), {
    me: who,
    here: here(room),
    learner: room.learning.view()
  })
})

const numbersIn = (text: string, size: number): ReadonlyArray<number> | undefined => {
  const numbers = text === "" ? [] : text.split(",").map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : -1))
  return numbers.every((number) => number >= 0 && number < size) ? numbers : undefined
}

/** Items that the page has already, or does not want. */
const heldIn = ({ project }: RoomParts, held: string): Effect.Effect<ReadonlyArray<number>, Unclear> => {
  const found = numbersIn(held, project.session().created.size)
  return found === undefined
    ? Effect.fail(
      new Unclear({
        problem: "held: give positions of items, separated by commas",
        reason: "Held",
        about: { setting: "held", value: held.slice(0, 200) }
      })
    )
    : Effect.succeed(found)
}

/** Near-duplicates are those that the learner put into one group. */
const resembling = ({ learning }: RoomParts) => {
  const group = learning.model()?.group
  if (group === undefined || group.size === 0) return undefined
  return (item: number, recent: ReadonlyArray<number>) => {
    const own = group.get(item)
    return own !== undefined && recent.some((other) => group.get(other) === own)
  }
}

/** What to ask a person next, beyond what they hold already. Both are lent to them. */
export const seeNext = Effect.fnUntraced(function*({ count = NEXT, held = "" }: { count?: number; held?: string }) {
  const room = yield* Room, { who } = yield* Person, session = room.project.session(), now = room.now()
  const has = yield* heldIn(room, held)
  const isLent = (item: number) => room.leases.isLent(item, who, now)
  const offers = offersFor(session, { who, count, held: has, isLent, resembles: resembling(room) })
  room.leases.take(who, [...has, ...offers.map(({ item }) => item)], now)
  return yield* showAll(room, offers)
})

const known = Effect.fnUntraced(function*(item: number) {
  const { items } = yield* Room
  if (item >= items.size) {
    return yield* new Missing(toldOf(new Refused({ reason: { _tag: "Item", item, size: items.size } })))
  }
  return item
})

/** One item. */
export const seeItem = Effect.fnUntraced(function*(item: number) {
  const [view] = yield* showChosen(yield* Room, [yield* known(item)])
  return view!
})

/** Items that look like one class; lent to who asks. */
export const seeGrid = Effect.fnUntraced(
  function*({ class: wanted, count = GRID, held = "" }: { class?: number; count?: number; held?: string }) {
    const room = yield* Room, { who } = yield* Person, now = room.now()
    const out = yield* heldIn(room, held), isOut = new Set(out)
    const isFree = (item: number) => !isOut.has(item) && !room.leases.isLent(item, who, now)
    const grid = gridOf(room.project.session(), room.learning.model(), { class: wanted, count, isFree })
    room.leases.take(who, grid.items, now)
    return { class: grid.class ?? null, title: grid.title, items: yield* showChosen(room, grid.items) }
  }
)

interface Reviewing {
  readonly by: By | "mistakes"
  readonly class?: number
  readonly from?: number
  readonly count?: number
}

/** Items to look at again. */
export const seeReview = Effect.fnUntraced(function*({ by, class: wanted, count = GRID, from = 0 }: Reviewing) {
  const room = yield* Room, { who } = yield* Person
  const all = by === "mistakes"
    ? mistakesIn(room.project.session(), yield* Effect.mapError(room.learning.mistakes, later))
    : reviewOf(room.project.session(), room.learning.model(), { by, class: wanted, who })
  const some = all.slice(from, from + count)
  const views = yield* showChosen(room, some.map(({ item }) => item))
  return { total: all.length, items: views.map((view, i) => ({ ...view, reason: some[i]!.reason })) }
})

/** Items like this one, the most alike first. */
export const seeSimilar = Effect.fnUntraced(function*(item: number, { count = GRID }: { count?: number }) {
  const room = yield* Room
  const { items } = yield* Effect.mapError(room.learning.similar(yield* known(item), count), later)
  const views = yield* showChosen(room, [...items].slice(0, count))
  return { class: null, title: `${views.length} items like ${room.items.ids[item]!}`, items: views }
})

/** Where the items lie. */
export const seeMap = Effect.gen(function*() {
  const { learning, project } = yield* Room
  return mapView(project.session(), learning.model(), yield* Effect.mapError(learning.map, later))
})
