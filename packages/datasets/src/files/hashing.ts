/**
 * Hashing beside other work: in a thread of its own where there is much of it, and the bytes lie in shared memory.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { createHash, type Hash } from "node:crypto"
import { Worker } from "node:worker_threads"
import program from "./hash.gen.ts"

/** What the thread is told: of hash `key`, the next bytes, or undefined for its end. It answers each, the last with the hash. */
export type HashMessage = readonly [key: number, bytes: Uint8Array | undefined]

/** See the module. Hashes have numbers, so that several files may be hashed in turn. */
export interface Hashing {
  /** Hands over the next bytes of a hash; what comes back waits until they are no longer looked at. */
  readonly update: (key: number, bytes: Uint8Array) => Effect.Effect<Effect.Effect<void>>
  /** The sha256 of all that a hash was given, in hexadecimal; it takes no more. */
  readonly digest: (key: number) => Effect.Effect<string>
}

/** From so many bytes on a thread is quicker, its start included. */
const LARGE = 32e6

const here = (): Hashing => {
  const hashes = new Map<number, Hash>()
  const hashOf = (key: number): Hash => {
    const hash = hashes.get(key) ?? createHash("sha256")
    hashes.set(key, hash)
    return hash
  }
  return {
    update: (key, bytes) => Effect.sync(() => Effect.asVoid(Effect.succeed(hashOf(key).update(bytes)))),
    digest: (key) => Effect.sync(() => hashOf(key).digest("hex"))
  }
}

const isShared = ({ buffer }: Uint8Array): boolean => buffer instanceof SharedArrayBuffer

const inThread = Effect.gen(function*() {
  const waiting: Array<Deferred.Deferred<string>> = []
  const worker = yield* Effect.acquireRelease(
    Effect.sync(() => new Worker(program, { eval: true, name: "marginalia hash" })),
    (worker) => Effect.promise(() => worker.terminate())
  )
  const settle = (how: Effect.Effect<string>): void => {
    const first = waiting.shift()
    if (first !== undefined) Deferred.doneUnsafe(first, how)
  }
  let gone: Effect.Effect<never> | undefined
  const end = (cause: unknown): void => {
    gone = Effect.die(cause)
    while (waiting.length > 0) settle(gone)
  }
  worker.on("message", (hash: string) => settle(Effect.succeed(hash)))
  worker.on("error", end)
  worker.on("exit", () => end(new Error("the thread that hashes ended")))
  const ask = (...message: HashMessage): Effect.Effect<string> => {
    if (gone !== undefined) return gone
    const answer = Deferred.makeUnsafe<string>()
    waiting.push(answer)
    worker.postMessage(message)
    return Deferred.await(answer)
  }
  // Bytes that are not shared would be copied to the thread, all of their memory with them.
  const own = (bytes: Uint8Array): Uint8Array => isShared(bytes) ? bytes : new Uint8Array(bytes)
  return {
    update: (key, bytes) => Effect.sync(() => Effect.asVoid(ask(key, own(bytes)))),
    digest: (key) => Effect.suspend(() => ask(key, undefined))
  } satisfies Hashing as Hashing
})

/** For about so many bytes, while the scope lasts. */
export const hashing = (bytes: number): Effect.Effect<Hashing, never, Scope.Scope> =>
  bytes < LARGE ? Effect.sync(here) : inThread
