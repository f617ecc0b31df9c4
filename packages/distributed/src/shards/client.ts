/**
 * Questions to the machines of a pool: asked again where a machine is lost, from another that has the part's bytes.
 */
import { note } from "@marginalia/core/Notices"
import { anew, type Answer, type Owner, type Question, recalling, type Tag } from "@marginalia/core/Owners"
import * as Quote from "@marginalia/core/Quote"
import { TilesError } from "@marginalia/core/Tiles"
import * as Cause from "effect/Cause"
import type { Sharding } from "effect/cluster/Sharding"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { randomUUID } from "node:crypto"
import { MESSAGE } from "./cluster.ts"
import { ShardsError } from "./errors.ts"
import { Broken, keyOf, PartEntity, Refused, Unknown } from "./protocol.ts"
import type { Part } from "./tables.ts"
import { pack, type Packed, unpack } from "./wire.ts"

/** Who asks, and for how long. */
export interface Asking {
  readonly shown: string
  readonly token: string
  /** How long no machine need answer for a part until it counts as lost, in milliseconds. */
  readonly patience: number
  readonly sharding: Context.Context<Sharding>
}

/** A step of a conversation, as it is sent. */
interface Step {
  readonly talk: string
  readonly step: number
  readonly fields: Packed
}

/** Between two looks whether a question is still worked on, how long such a look may take, and before something is tried again, in milliseconds. */
const LOOK = 1000, ANSWER = 2500, AGAIN = 200

const silent = ({ patience, shown }: Asking, part: Part, machine: string | undefined): ShardsError =>
  new ShardsError({
    shards: shown,
    reason: "Silent",
    parts: [part.name],
    machine,
    problem: `no machine answered for ${part.name} for ${Math.round(patience / 1000)} seconds` +
      (machine === undefined ? "" : `; it was served by ${machine} last`),
    hint: "start a machine that has its bytes (marginalia shard serve), and see whether this one may connect to it"
  })

const failed = (asking: Asking, part: Part, error: Broken | Refused): ShardsError =>
  error instanceof Broken
    ? new ShardsError({
      shards: asking.shown,
      reason: "Failed",
      parts: [part.name],
      machine: error.machine,
      problem: `${part.name} on ${error.machine}: ${error.problem}`,
      hint: "mend it there, or stop that machine so that another one with the same bytes is asked"
    })
    : new ShardsError({
      shards: asking.shown,
      reason: "Refused",
      parts: [part.name],
      problem: `the machine of ${part.name} does not know the pool's secret`,
      hint: "its parts were forgotten, or the tables are another pool's; start the machine again"
    })

const away = ({ name }: Part, machine: string | undefined): string =>
  `${machine ?? "the machine"} does not answer for ${name}: another one with the same bytes is waited for`

/** The most bytes of a question, with room for what is around it. */
const SENT = MESSAGE - 2 ** 16

const tooLarge = ({ shown }: Asking, { name }: Part, bytes: number): ShardsError =>
  new ShardsError({
    shards: shown,
    reason: "Size",
    parts: [name],
    problem: `${Quote.bytes(bytes)} would have to be sent to the machine of ${name} at once, and a message holds ${
      Quote.bytes(SENT)
    }`,
    hint: "ask for fewer clusters: their centers are sent, 8 bytes a number"
  })

/** Asks about a part: the answer, or that the conversation is not known. */
export type AskPart = (step: Step) => Effect.Effect<Packed, ShardsError | Unknown>

/** How a part is asked; `Unknown` is told to who asks, machines that are lost are waited for. */
export const askPart = Effect.fnUntraced(function*(asking: Asking, part: Part): Effect.fn.Return<AskPart> {
  const { patience, token } = asking
  const client = yield* Effect.provide(Effect.map(PartEntity.client, (of) => of(keyOf(part))), asking.sharding)
  let machine: string | undefined
  /** Ends when the question is worked on nowhere any more. */
  const lost = Effect.fnUntraced(function*(one: Omit<Step, "fields">, alive: () => void) {
    for (let missed = 0; missed < 2;) {
      yield* Effect.sleep(LOOK)
      const seen = yield* client.Alive({ token, ...one }).pipe(
        Effect.timeout(ANSWER),
        Effect.sandbox,
        Effect.orElseSucceed(() => undefined)
      )
      machine = seen?.machine ?? machine
      if (seen?.known === true) {
        missed = 0
        alive()
      } else missed++
    }
    return "lost" as const
  })
  return Effect.fnUntraced(function*({ fields, step, talk }) {
    const body = pack(fields)
    if (body.length > SENT) return yield* tooLarge(asking, part, body.length)
    let since = performance.now()
    while (true) {
      if (performance.now() - since > patience) return yield* silent(asking, part, machine)
      const last = { time: since }
      const ask = client.Ask({ token, talk, step, body })
      const watch = lost({ talk, step }, () => {
        last.time = performance.now()
      })
      // Without a conversation nobody can say whether it is worked on; such questions are short.
      const bounded = talk === "" ? Effect.timeout(ask, ANSWER + LOOK) : Effect.raceFirst(ask, watch)
      const exit = yield* Effect.exit(bounded)
      if (exit._tag === "Success" && exit.value !== "lost") return unpack(exit.value)
      if (exit._tag === "Failure") {
        const error = Cause.squash(exit.cause)
        if (error instanceof Unknown) return yield* error
        if (error instanceof Broken || error instanceof Refused) return yield* failed(asking, part, error)
      }
      if (exit._tag === "Success") yield* note(away(part, machine))
      since = Math.max(since, last.time)
      yield* Effect.sleep(AGAIN)
    }
  })
})

/** Rows of a part that are an owner's, and those of the parts that follow which make its last block whole. */
export interface Share {
  readonly part: Part
  readonly ask: AskPart
  /** The position of the owner's first row in the pool, and in its part. */
  readonly from: number
  readonly skip: number
  readonly tail: Float32Array
}

const toTilesError = (cause: ShardsError | Unknown): TilesError =>
  new TilesError({
    problem: cause instanceof ShardsError ? cause.message : "a machine forgot what it was asked",
    cause
  })

/** How often a conversation is begun anew for one question, before it is given up. */
const BEGINNINGS = 20

/** The owner of a share: a conversation is begun anew, and asked what it was asked before, where a machine knows nothing of it. */
export const ownerOf = ({ ask, from, part, skip, tail }: Share): Owner => ({
  from,
  rows: part.rows - skip + (part.cols === 0 ? 0 : tail.length / part.cols),
  talk: Effect.fnUntraced(function*(unit) {
    const talk = randomUUID()
    let step = 0, open = false
    const send = (fields: Packed) => Effect.suspend(() => ask({ talk, step: ++step, fields }))
    const begin = Effect.fnUntraced(function*(before: ReadonlyArray<Question>) {
      yield* send({ _tag: "Open", skip, tail, unit })
      for (const one of before) yield* send(one as unknown as Packed)
      open = true
    })
    yield* Effect.addFinalizer(() =>
      Effect.ignore(Effect.timeout(ask({ talk, step, fields: { _tag: "Close" } }), AGAIN))
    )
    return recalling(
      Effect.fnUntraced(function*<T extends Tag>(question: Question<T>, before: ReadonlyArray<Question>) {
        for (let beginning = 0;; beginning++) {
          const once = Effect.gen(function*() {
            const fresh = !open
            if (fresh) yield* begin(before)
            return yield* send((fresh ? anew(question) : question) as unknown as Packed)
          })
          const found = yield* Effect.exit(once)
          if (found._tag === "Success") return found.value as unknown as Answer<T>
          const error = Cause.squash(found.cause)
          open = false
          if (!(error instanceof Unknown) || beginning >= BEGINNINGS) {
            return yield* toTilesError(error as ShardsError | Unknown)
          }
        }
      })
    )
  })
})
