/**
 * What the page is told by itself, as server-sent events.
 */
import * as Effect from "effect/Effect"
import * as HttpRouter from "effect/http/HttpRouter"
import * as HttpServerResponse from "effect/http/HttpServerResponse"
import * as PubSub from "effect/PubSub"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { refusal } from "./refusal.ts"
import { Person, Room, type RoomParts } from "./room.ts"
import { Live } from "./wire.ts"

/** So many pages of one person may be open. */
const PAGES = 32

/** A line without meaning, so that a broken connection is noticed. */
const BEAT = "15 seconds"

const encode = Schema.encodeSync(Schema.fromJsonString(Schema.toCodecJson(Live)))
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const event = (live: Live): Uint8Array => bytes(`data: ${encode(live)}\n\n`)

const met = ({ live, project }: RoomParts, who: string) =>
  PubSub.publish(live, { _tag: "Changed", seq: project.session().seq(), who, items: [] })

const stay = ({ pages }: RoomParts, who: string, by: 1 | -1): number => {
  const count = (pages.get(who) ?? 0) + by
  pages.set(who, count)
  return count
}

/** Listens, and is here for as long as the line is open. */
const listening = (room: RoomParts, who: string) =>
  Stream.unwrap(Effect.gen(function*() {
    const heard = yield* PubSub.subscribe(room.live)
    yield* Effect.acquireRelease(
      Effect.suspend(() => (stay(room, who, 1) === 1 ? met(room, who) : Effect.void)),
      () =>
        Effect.suspend(() => {
          if (stay(room, who, -1) > 0) return Effect.void
          room.leases.leave(who)
          return met(room, who)
        })
    )
    const told = Stream.map(Stream.fromSubscription(heard), event)
    const beats = Stream.map(Stream.tick(BEAT), () => bytes(": here\n\n"))
    return Stream.concat(Stream.make(bytes("retry: 1000\n\n")), Stream.merge(told, beats, { haltStrategy: "left" }))
  }))

/** `/api/live`. */
export const liveRoute = HttpRouter.add(
  "GET",
  "/api/live",
  Effect.gen(function*() {
    const room = yield* Room, { who } = yield* Person
    if ((room.pages.get(who) ?? 0) >= PAGES) {
      return refusal(429, {
        problem: `${who} has ${PAGES} pages open; close some`,
        reason: "Pages",
        about: { most: PAGES }
      })
    }
    return HttpServerResponse.stream(listening(room, who), {
      contentType: "text/event-stream",
      headers: { "cache-control": "no-store", "x-accel-buffering": "no" }
    })
  })
)
