/** One file from a server: resumed where it broke off, verified while it comes, under its name only when it is whole. */
import { Progress } from "@marginalia/core/Progress"
import * as Quote from "@marginalia/core/Quote"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as HttpClient from "effect/http/HttpClient"
import type { HttpClientResponse } from "effect/http/HttpClientResponse"
import * as Stream from "effect/Stream"
import { type Check, checkOf } from "./checksum.ts"
import { DownloadError, failed, unwritable } from "./errors.ts"
import { dropPart, finishPart, hashPart, openPart, partPath, readPart } from "./part.ts"
import { follow } from "./redirect.ts"
import { meaningOf, validatorOf } from "./reply.ts"
import { demandSpace } from "./space.ts"
import { timeLeft } from "./time-left.ts"

/** What is fetched, and to where. */
export interface Task {
  readonly url: string
  readonly path: string
  /** For progress. */
  readonly name: string
  readonly checksum?: string
  readonly bytes?: number
  /** Milliseconds without a byte after which a connection counts as broken. */
  readonly patience: number
}

/** How an attempt that did not fail ended: the file has its name; or what was here was of no use and is gone. */
export type Ending = "whole" | "anew"

const changed = ({ url }: Task, expected: string, found: string): DownloadError =>
  failed({ _tag: "Changed", url, expected, found })

const cut = ({ url }: Task, problem: string, have: number): DownloadError => failed({ _tag: "Cut", url, problem, have })

const reasonOf = (cause: unknown): string => {
  let deepest = cause
  while (typeof deepest === "object" && deepest !== null && "reason" in deepest) deepest = deepest.reason
  while (typeof deepest === "object" && deepest !== null && "cause" in deepest && deepest.cause) deepest = deepest.cause
  return Quote.thrown(deepest)
}

const silence = (task: Task, have: number): DownloadError =>
  cut(task, `nothing came for ${task.patience / 1000} s`, have)

/** Asks for the file from a byte on. */
const ask = (task: Task, at: number, validator: string | undefined) =>
  follow(task.url, {
    "accept-encoding": "identity",
    ...(at === 0 ? {} : { range: `bytes=${at}-` }),
    ...(at === 0 || validator === undefined ? {} : { "if-range": validator })
  }).pipe(
    Effect.mapError((cause) =>
      cause instanceof DownloadError ? cause : cut(task, `no connection (${reasonOf(cause)})`, at)
    ),
    Effect.provideService(HttpClient.TracerPropagationEnabled, false),
    Effect.timeoutOrElse({ duration: task.patience, orElse: () => Effect.fail(silence(task, at)) })
  )

/** Writes the body on from a byte; gives how many bytes the file has then. */
const write = Effect.fnUntraced(
  function*(
    task: Task,
    response: HttpClientResponse,
    check: Check | undefined,
    from: number,
    total: number | undefined
  ) {
    const validator = validatorOf(response)
    const origin = { url: task.url, ...(validator === undefined ? {} : { validator }) }
    const file = yield* openPart(task.path, from, origin)
    const { report } = yield* Progress
    const start = yield* Clock.currentTimeMillis
    let have = from
    const body = response.stream.pipe(
      Stream.mapError((cause) => cut(task, `the connection broke (${reasonOf(cause)})`, have)),
      Stream.timeoutOrElse({ duration: task.patience, orElse: () => Stream.fail(silence(task, have)) })
    )
    yield* Stream.runForEach(body, (bytes) =>
      Effect.gen(function*() {
        yield* Effect.mapError(file.writeAll(bytes), unwritable(task.path))
        check?.hash.update(bytes)
        have += bytes.length
        const most = task.bytes ?? total
        if (most !== undefined && have > most) {
          return yield* changed(task, `${most} bytes`, `more than ${have - 1} bytes`)
        }
        const now = yield* Clock.currentTimeMillis
        const step = `${task.name}  ${timeLeft(have, have - from, now - start, total)}`
        yield* report({ step, done: have, total: total ?? Infinity })
      }))
    yield* Effect.mapError(file.sync, unwritable(task.path))
    if (total !== undefined && have < total) return yield* cut(task, "the connection ended early", have)
    return have
  },
  Effect.scoped
)

/** The last look before the file gets its name. A part that was resumed and comes out wrong may be a mixture: once more. */
const settle = Effect.fnUntraced(function*(task: Task, check: Check | undefined, have: number, resumed: boolean) {
  const size = task.bytes === undefined || task.bytes === have
    ? undefined
    : { expected: `${task.bytes} bytes`, found: `${have} bytes` }
  const wrong = size ?? check?.wrong()
  if (wrong === undefined) return yield* Effect.as(finishPart(task.path), "whole" as const)
  yield* dropPart(task.path)
  return resumed ? "anew" as const : yield* changed(task, wrong.expected, wrong.found)
})

/**
 * Fetches a file once, from where an earlier attempt broke off if the server says that it is the same file still, or if a
 * checksum will tell. Fails with {@link DownloadError}; `Cut` is worth another attempt. Interrupted, it leaves the part.
 */
export const attempt = (
  task: Task
): Effect.Effect<Ending, DownloadError, HttpClient.HttpClient | FileSystem.FileSystem> =>
  Effect.gen(function*() {
    const { at: have, origin } = yield* readPart(task.path)
    const same = origin?.url === task.url && (origin.validator ?? task.checksum) !== undefined
    const at = same ? have : 0
    const response = yield* ask(task, at, origin?.validator)
    const meaning = meaningOf(response, at), check = checkOf(task.checksum)
    if (meaning._tag === "Refused") return yield* failed({ _tag: "Refused", url: task.url, status: response.status })
    if (meaning._tag === "Busy") return yield* cut(task, `the server is busy (status ${response.status})`, at)
    if (meaning._tag === "Anew") return yield* Effect.as(dropPart(task.path), "anew" as const)
    const from = meaning._tag === "Whole" ? at : meaning.from
    if (from > 0 && check !== undefined) yield* hashPart(partPath(task.path), check.hash)
    if (meaning._tag === "Whole") return yield* settle(task, check, at, true)
    const { total } = meaning
    if (task.bytes !== undefined && total !== undefined && total !== task.bytes) {
      return yield* changed(task, `${task.bytes} bytes`, `${total} bytes`)
    }
    if (total !== undefined) yield* demandSpace(task.path, total - from)
    const written = write(task, response, check, from, total).pipe(
      Effect.tapError(({ reason }) => reason._tag === "Changed" ? dropPart(task.path) : Effect.void)
    )
    return yield* settle(task, check, yield* written, from > 0)
  }).pipe(Effect.scoped)
