/**
 * What people do: from the page's requests to the project's acts.
 */
import * as Strategy from "@marginalia/core/Strategy"
import * as Effect from "effect/Effect"
import { addClass, redo, undo, type Wish, wishFor } from "../project/act.ts"
import { itemsOf } from "../session/answers.ts"
import { toldOf } from "../told.ts"
import { Later, NotDone } from "./problem.ts"
import { Person, Room, type RoomParts } from "./room.ts"
import type { AnswerRequest, ClassRequest, QueueRequest, Saved, StrategyRequest, TurnRequest } from "./wire.ts"

/** The longest nonce, in UTF-16 units. */
const LONGEST_NONCE = 100

/** The longest strategy, in UTF-16 units. */
const LONGEST_STRATEGY = 2000

/** Does it, and says what was written. */
export const perform = Effect.fnUntraced(function*(wish: Wish): Effect.fn.Return<Saved, NotDone | Later, Room> {
  const { project } = yield* Room
  if (wish.nonce === "" || wish.nonce.length > LONGEST_NONCE) {
    return yield* new NotDone({
      problem: `a nonce has 1 to ${LONGEST_NONCE} characters`,
      reason: "NonceLength",
      about: { value: wish.nonce.length, most: LONGEST_NONCE }
    })
  }
  const { added, items, seq } = yield* project.act(wish).pipe(
    Effect.catchTag("Refused", (error) => new NotDone(toldOf(error))),
    Effect.catchTag("JournalError", (error) => new Later(toldOf(error)))
  )
  return added === undefined ? { seq, items } : { seq, items, added }
})

/** The answers of a person: one item, or a grid of them. */
export const answer = Effect.fnUntraced(function*(request: AnswerRequest) {
  const { leases } = yield* Room, { who } = yield* Person
  if (request.view === "import") {
    return yield* new NotDone({
      problem: "labels are imported by the command",
      reason: "View",
      about: { view: request.view }
    })
  }
  const act = { _tag: "Answered" as const, who, ...request }
  const saved = yield* perform(wishFor(act))
  leases.free(itemsOf(act))
  return saved
})

/** Takes something back. */
export const turnBack = Effect.fnUntraced(function*({ act, nonce }: TurnRequest) {
  return yield* perform(undo((yield* Person).who, nonce, act))
})

/** Brings something back. */
export const turnForth = Effect.fnUntraced(function*({ act, nonce }: TurnRequest) {
  return yield* perform(redo((yield* Person).who, nonce, act))
})

const classWish = (who: string, request: ClassRequest): Wish => {
  const { nonce } = request
  switch (request._tag) {
    case "Add":
      return addClass(who, nonce, request.name)
    case "Rename":
      return wishFor({ _tag: "ClassRenamed", who, nonce, id: request.id, name: request.name })
    case "Merge":
      return wishFor({ _tag: "ClassesMerged", who, nonce, from: request.from, into: request.into })
    case "Bind":
      return wishFor({ _tag: "KeyBound", who, nonce, id: request.id, key: request.key })
  }
}

/** Changes the classes. */
export const changeClasses = Effect.fnUntraced(function*(request: ClassRequest) {
  return yield* perform(classWish((yield* Person).who, request))
})

const checkStrategy = Effect.fnUntraced(function*(text: string, { registry }: RoomParts) {
  if (text.length > LONGEST_STRATEGY) {
    return yield* new NotDone({
      problem: `a strategy has at most ${LONGEST_STRATEGY} characters`,
      reason: "StrategyLength",
      about: { value: text.length, most: LONGEST_STRATEGY }
    })
  }
  return yield* Strategy.read(text, registry).pipe(Effect.mapError((error) => new NotDone(toldOf(error))))
})

/** Another strategy, once it can be read. */
export const chooseStrategy = Effect.fnUntraced(function*({ nonce, strategy }: StrategyRequest) {
  yield* checkStrategy(strategy, yield* Room)
  return yield* perform(wishFor({ _tag: "StrategyChosen", who: (yield* Person).who, nonce, strategy }))
})

/** Asks about items before all others. */
export const queueItems = Effect.fnUntraced(function*({ items, nonce }: QueueRequest) {
  return yield* perform(wishFor({ _tag: "Queued", who: (yield* Person).who, nonce, items }))
})
