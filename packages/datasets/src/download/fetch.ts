/** One file, with patience: from its addresses in turn, again after every break. */
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import type * as HttpClient from "effect/http/HttpClient"
import type { Published } from "../known/description.ts"
import { DownloadError } from "./errors.ts"
import { readPart } from "./part.ts"
import { attempt, type Task } from "./transfer.ts"

/** How hard we try. */
export interface FetchOptions {
  /** Breaks in a row, without a byte between, after which a server is given up; 5 by default. */
  readonly retries?: number
  /** Milliseconds before the first new attempt, doubled for each further one, 30 s at most; 1000 by default. */
  readonly pause?: number
  /** Milliseconds without a byte after which a connection counts as broken; 60,000 by default. */
  readonly patience?: number
}

const LONGEST = 30_000

/** Attempts until the file is whole or the error is one that waiting does not mend. */
const persist = Effect.fnUntraced(function*(task: Task, { pause = 1000, retries = 5 }: FetchOptions) {
  let breaks = 0, begun = 0
  for (;;) {
    const before = (yield* readPart(task.path)).at
    const ended = yield* attempt(task).pipe(
      Effect.catchIf((error) => error.reason._tag === "Cut", (error) => Effect.succeed(error))
    )
    if (ended === "whole") return
    if (ended === "anew") {
      if (++begun > 2) {
        return yield* new DownloadError({
          reason: { _tag: "Cut", url: task.url, problem: "the file changes under way", have: 0 }
        })
      }
      continue
    }
    breaks = (yield* readPart(task.path)).at > before ? 1 : breaks + 1
    if (breaks > retries) return yield* ended
    yield* Effect.sleep(Math.min(LONGEST, pause * 2 ** (breaks - 1)))
  }
})

/** Worth another address: what is wrong with a server, not with our disk. */
const isServers = ({ reason }: DownloadError): boolean =>
  reason._tag === "Refused" || reason._tag === "Cut" || reason._tag === "Changed" || reason._tag === "Misled"

/**
 * Fetches a published file to `path`, from its first address that has it. It comes as `path.part`, which a later call goes
 * on from, is verified on the way, and gets its name at the end. Fails with {@link DownloadError}: the first address's,
 * where all fail.
 */
export const fetchFile = (
  { bytes, checksum, name, urls }: Published,
  path: string,
  options: FetchOptions = {}
): Effect.Effect<void, DownloadError, HttpClient.HttpClient | FileSystem.FileSystem> => {
  const from = (url: string) =>
    persist({
      url,
      path,
      name,
      ...(bytes === undefined ? {} : { bytes }),
      ...(checksum === undefined ? {} : { checksum }),
      patience: options.patience ?? 60_000
    }, options)
  const [first, ...mirrors] = urls
  return from(first).pipe(
    Effect.catchIf(isServers, (error) =>
      mirrors.reduce<ReturnType<typeof from>>(
        (failed, url) =>
          Effect.catchIf(failed, isServers, () => Effect.catchIf(from(url), isServers, () => Effect.fail(error))),
        Effect.fail(error)
      ))
  )
}
