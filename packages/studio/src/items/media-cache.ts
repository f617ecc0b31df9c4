/**
 * Images that were made from others, thumbnails above all: made once, kept in memory and below the project's folder.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import * as Semaphore from "effect/Semaphore"
import { randomUUID } from "node:crypto"
import { availableParallelism } from "node:os"
import type { ItemProblem, Media } from "./item.ts"
import { makeLru } from "./lru.ts"
import { browserType, isWhole } from "./sniff.ts"

/** Bytes that are kept in memory. */
const MEMORY = 64 * 2 ** 20

/** Images that are decoded at the same time: more would take memory, and time from the server. */
const AT_ONCE = Math.max(2, Math.min(4, availableParallelism() - 1))

/** Lets one at a time do something under a key; what is done under other keys does not wait. */
const makeAlone = () => {
  const busy = new Map<string, { readonly turn: Semaphore.Semaphore; users: number }>()
  return <A, E, R>(key: string, work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
    Effect.acquireUseRelease(
      Effect.sync(() => {
        const held = busy.get(key) ?? { turn: Semaphore.makeUnsafe(1), users: 0 }
        held.users++
        busy.set(key, held)
        return held
      }),
      ({ turn }) => turn.withPermit(work),
      (held) =>
        Effect.sync(() => {
          if (--held.users === 0) busy.delete(key)
        })
    )
}

/** Gives what was made before under a key (hexadecimal digits), or makes it. */
export type MediaCache = <R>(
  key: string,
  make: Effect.Effect<Media, ItemProblem, R>
) => Effect.Effect<Media, ItemProblem, R>

/**
 * A cache in `folder`, or in memory alone. Files are written whole or not at all; one that is damaged is made anew, and a
 * folder that cannot be written to is no failure. What is made at the same time is bounded; who no longer waits takes no turn.
 */
export const makeMediaCache = Effect.fnUntraced(function*(folder: string | undefined) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const turns = yield* Semaphore.make(AT_ONCE)
  const memory = makeLru<Media>(MEMORY)
  const pathOf = (key: string) => paths.join(folder!, key.slice(0, 2), key)
  const read = (key: string) =>
    folder === undefined
      ? Effect.succeed(undefined)
      : fs.readFile(pathOf(key)).pipe(
        Effect.map((bytes): Media | undefined => isWhole(bytes) ? { bytes, type: browserType(bytes)! } : undefined),
        Effect.orElseSucceed(() => undefined)
      )
  const write = Effect.fnUntraced(function*(key: string, { bytes }: Media) {
    if (folder === undefined) return
    const path = pathOf(key), temporary = `${path}.${randomUUID()}.tmp`
    yield* fs.makeDirectory(paths.dirname(path), { recursive: true })
    yield* fs.writeFile(temporary, bytes).pipe(
      Effect.andThen(fs.rename(temporary, path)),
      Effect.onError(() => Effect.ignore(fs.remove(temporary, { force: true })))
    )
  }, (writing) => Effect.ignore(writing))
  const look = Effect.fnUntraced(function*(key: string) {
    const found = memory.get(key) ?? (yield* read(key))
    if (found !== undefined) memory.put(key, found, found.bytes.length)
    return found
  })
  // Who asks for the same at the same time waits for the first.
  const alone = makeAlone()
  const get: MediaCache = Effect.fnUntraced(function*(key, make) {
    const found = yield* look(key)
    if (found !== undefined) return found
    return yield* alone(
      key,
      Effect.gen(function*() {
        const meanwhile = yield* look(key)
        if (meanwhile !== undefined) return meanwhile
        const made = yield* turns.withPermit(make)
        memory.put(key, made, made.bytes.length)
        yield* write(key, made)
        return made
      })
    )
  })
  return get
})
