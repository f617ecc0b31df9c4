/**
 * What a machine does with a part of a pool: conversations about its rows.
 */
import type { Kernels } from "@marginalia/core/Kernels"
import * as Message from "@marginalia/core/Message"
import { hosted, part, type Question, type Talk } from "@marginalia/core/Owners"
import { normalized, type Tiles, TilesError } from "@marginalia/core/Tiles"
import type { Pool } from "@marginalia/datasets/files/pool"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import { CurrentAddress } from "effect/cluster/Entity"
import * as Effect from "effect/Effect"
import * as Semaphore from "effect/Semaphore"
import { createHash, timingSafeEqual } from "node:crypto"
import { Broken, PartEntity, Refused, Unknown } from "./protocol.ts"
import { pack, type Packed, unpack } from "./wire.ts"

/** A part of a pool as a machine has it. */
export type Served = Pick<Pool<Tiles>, "matrix" | "ids">

/** What a machine has, and who may ask it. */
export interface HostOptions {
  readonly machine: string
  readonly token: string
  /** The parts by their keys. */
  readonly parts: ReadonlyMap<string, Served>
  readonly kernels: typeof Kernels.Service
}

/** A conversation: what was answered last, and what is being answered. */
interface Conversation {
  readonly talk: Talk
  readonly turn: Semaphore.Semaphore
  at: number
  pending: number
  answer: Uint8Array
  heard: number
}

/** A conversation of which nothing was heard for so long is forgotten: who goes on is asked to begin it again. In milliseconds. */
const FORGOTTEN = 60_000

const same = (a: string, b: string): boolean => {
  const digest = (text: string) => createHash("sha256").update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}

/** Rows from `skip` on, and then those of the parts that follow until a block of 256 is whole. */
const withTail = (tiles: Tiles, skip: number, tail: Float32Array): Tiles => {
  const { cols } = tiles, own = tiles.rows - skip, rest = part(tiles, skip, tiles.rows)
  if (tail.length === 0) return rest
  return {
    ...rest,
    rows: own + tail.length / cols,
    read: (from, into) => {
      const inside = Math.max(0, Math.min(into.length, (own - from) * cols))
      const first = Math.max(0, from - own) * cols
      into.set(tail.subarray(first, first + into.length - inside), inside)
      return inside === 0 ? Effect.void : tiles.read(skip + from, into.subarray(0, inside))
    }
  }
}

/** What has no conversation: rows as they are, and ids. */
const plain = Effect.fnUntraced(function*({ ids = [], matrix: tiles }: Served, asked: Packed) {
  const { count, from } = asked as { readonly count: number; readonly from: number }, { rows } = tiles
  const isThere = [from, count].every((n) => Number.isSafeInteger(n) && n >= 0) && from <= rows
  if (!isThere || (asked["_tag"] !== "Ids" && from + count > rows)) {
    return yield* new TilesError({
      problem: `${count} rows from ${from} on are asked for, of ${rows}`,
      cause: undefined
    })
  }
  if (asked["_tag"] === "Ids") return pack({ ids: ids.slice(from, from + count) })
  const data = new Float32Array(count * tiles.cols)
  yield* tiles.read(from, data)
  return pack({ data })
})

/** The answers of an entity; it is begun anew on another machine, and after a minute in which nobody asks. */
export const answering = ({ kernels, machine }: HostOptions, served: Served) => {
  const talks = new Map<string, Conversation>()
  const begin = Effect.fnUntraced(function*(asked: Packed, step: number) {
    const skip = asked["skip"] as number, { tail } = asked, { cols, rows } = served.matrix
    const isThere = Number.isSafeInteger(skip) && skip >= 0 && skip <= rows && tail instanceof Float32Array
    if (!isThere || tail.length % Math.max(1, cols) !== 0) {
      return yield* new TilesError({
        problem: `a part of ${rows} rows is asked to leave out ${skip}`,
        cause: undefined
      })
    }
    const tiles = withTail(served.matrix, skip, tail)
    return {
      talk: hosted(kernels, asked["unit"] === true ? normalized(tiles) : tiles),
      turn: Semaphore.makeUnsafe(1),
      at: step,
      pending: step,
      answer: pack({}),
      heard: 0
    } satisfies Conversation as Conversation
  })
  const turn = Effect.fnUntraced(function*(one: Conversation, name: string, step: number, asked: Packed) {
    if (step === one.at) return one.answer
    if (step !== one.at + 1) return yield* new Unknown()
    one.pending = step
    const answer = yield* Effect.suspend(() => one.talk(asked as unknown as Question)).pipe(
      // Half of an answer is none: what is known has changed in parts, and has to be found anew.
      Effect.onExit((exit) => exit._tag === "Success" ? Effect.void : Effect.sync(() => talks.delete(name)))
    )
    one.at = step
    return one.answer = pack(answer as unknown as Packed)
  })
  const told = (cause: Cause.Cause<TilesError | Unknown>): Effect.Effect<never, Broken | Unknown> => {
    if (Cause.hasInterruptsOnly(cause)) return Effect.failCause(cause as Cause.Cause<never>)
    const error = Cause.squash(cause)
    if (error instanceof Unknown) return Effect.fail(error)
    return Effect.fail(
      new Broken({ machine, problem: error instanceof TilesError ? error.problem : Message.toCode(Message.of(error)) })
    )
  }
  return {
    ask: ({ body, step, talk }: { readonly talk: string; readonly step: number; readonly body: Uint8Array }) =>
      Effect.gen(function*() {
        const asked = unpack(body), now = yield* Clock.currentTimeMillis
        for (const [name, { heard, pending, at }] of talks) {
          if (pending === at && now - heard > FORGOTTEN) talks.delete(name)
        }
        if (talk === "") return yield* plain(served, asked)
        if (asked["_tag"] === "Close") {
          talks.delete(talk)
          return pack({})
        }
        if (asked["_tag"] === "Open") talks.set(talk, yield* begin(asked, step))
        const one = talks.get(talk)
        if (one === undefined) return yield* new Unknown()
        one.heard = now
        return yield* one.turn.withPermits(1)(turn(one, talk, step, asked))
      }).pipe(Effect.catchCause(told)),
    alive: ({ step, talk }: { readonly talk: string; readonly step: number }) =>
      Effect.sync(() => {
        const one = talks.get(talk)
        return { machine, known: one !== undefined && (one.pending === step || one.at >= step) }
      })
  }
}

/** The entities of a machine's parts. */
export const entities = (options: HostOptions) => {
  const { parts, token } = options
  const believed = <A, E, R>(given: string, effect: Effect.Effect<A, E, R>) =>
    Effect.suspend((): Effect.Effect<A, E | Refused, R> => same(given, token) ? effect : Effect.fail(new Refused()))
  return PartEntity.toLayer(
    Effect.gen(function*() {
      const { entityId } = yield* CurrentAddress, served = parts.get(entityId)
      const { alive, ask } = answering(options, served!)
      return PartEntity.of({
        Ask: ({ payload }) => believed(payload.token, ask(payload)),
        Alive: ({ payload }) => believed(payload.token, alive(payload))
      })
    }),
    { concurrency: "unbounded", disableFatalDefects: true }
  )
}
