/** Room on the disk. */
import * as Effect from "effect/Effect"
import { statfs } from "node:fs/promises"
import { dirname } from "node:path"
import { failed } from "./errors.ts"

/** The bytes that are free where a file will be; undefined where the system does not say. */
const freeAt = (path: string): Effect.Effect<number | undefined> =>
  Effect.tryPromise(async () => {
    const { bavail, bsize } = await statfs(dirname(path))
    return bavail * bsize
  }).pipe(Effect.orElseSucceed(() => undefined))

/** Refuses what will not fit, before its first byte. */
export const demandSpace = Effect.fnUntraced(function*(path: string, needed: number) {
  const free = yield* freeAt(path)
  if (free !== undefined && needed > free) return yield* failed({ _tag: "NoSpace", path, needed, free })
})
