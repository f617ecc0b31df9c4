/**
 * A folder that is written whole: readers see the old one or the new one, never a part.
 */
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { randomUUID } from "node:crypto"
import { type FileProblem, toFileProblem } from "./errors.ts"

/** What becomes of a folder. */
export interface Swap<E, R> {
  /** Fills the new folder, which is made where it is not. */
  readonly write: (made: string) => Effect.Effect<void, E, R>
  /** Whether a folder is there that may be replaced; fails where what is there may not. Asked when the new one is written. */
  readonly check: Effect.Effect<boolean, E, R>
  /** Removes what was there, when the new folder is in its place. */
  readonly remove: (former: string) => Effect.Effect<void, E, R>
}

/**
 * Writes a folder beside `folder` and puts it in its place. On failure and interruption the new one is removed and the old
 * one stays, or comes back where the second renaming fails. Fails with `FileProblem`, and as what it is given fails.
 */
export const swapFolder = Effect.fn("swapFolder")(function*<E, R>(
  folder: string,
  { check, remove, write }: Swap<E, R>
): Effect.fn.Return<void, E | FileProblem, R | FileSystem.FileSystem | Path.Path> {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const target = paths.resolve(folder)
  const sibling = (end: string) =>
    paths.join(paths.dirname(target), `.${paths.basename(target)}.${randomUUID()}.${end}`)
  const made = sibling("tmp"), former = sibling("old"), fail = Effect.mapError(toFileProblem(folder))
  const swap = Effect.gen(function*() {
    const there = yield* check
    if (there) yield* fs.rename(target, former).pipe(fail)
    yield* fs.rename(made, target).pipe(
      Effect.tapError(() => there ? Effect.ignore(fs.rename(former, target)) : Effect.void),
      fail
    )
    if (there) yield* remove(former)
  }).pipe(Effect.uninterruptible)
  yield* Effect.andThen(write(made), swap).pipe(
    Effect.onError(() => Effect.ignore(fs.remove(made, { recursive: true, force: true })))
  )
})
