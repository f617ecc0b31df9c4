/** The size that images have in common, by their headers alone. */
import * as Effect from "effect/Effect"
import { availableParallelism } from "node:os"
import { loadSharp } from "./sharp.ts"

/**
 * Height and width of all these images, as they are turned by their cameras' marks; undefined where two differ, or where
 * one cannot be read. Only headers are read, and none after the first difference. Fails with `DatasetError` without sharp.
 */
export const commonSize = Effect.fn("datasets.commonSize")(function*(paths: ReadonlyArray<string>) {
  const sharp = yield* loadSharp
  const sizeOf = (path: string) =>
    Effect.tryPromise(async () => (await sharp(path).metadata()).autoOrient).pipe(
      Effect.map(({ height, width }) => [height, width] as const),
      Effect.orElseSucceed(() => undefined)
    )
  let size: readonly [tall: number, wide: number] | undefined
  for (let from = 0; from < paths.length; from += 64) {
    const sizes = yield* Effect.forEach(paths.slice(from, from + 64), sizeOf, { concurrency: availableParallelism() })
    size ??= sizes[0]
    if (size === undefined || sizes.some((one) => one?.join() !== size!.join())) return undefined
  }
  return size
})
