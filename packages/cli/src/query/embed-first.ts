/**
 * A pool of vectors is what strategies choose from: images are embedded first.
 */
import { lookAtParquet } from "@marginalia/datasets/parquet/file"
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { shellQuoted } from "../shell.ts"

/** Whether a table holds images, and no vectors beside them; what cannot be read is told by who reads it. */
const holdsImages = (pool: string) =>
  /\.(?:parquet|arrow|feather|ipc)$/i.test(pool)
    ? lookAtParquet(pool).pipe(
      Effect.map((columns) => columns.some(({ holds }) => holds === "image") && !columns.some(({ isList }) => isList)),
      Effect.orElseSucceed(() => false)
    )
    : Effect.succeed(false)

const whatIs = Effect.fnUntraced(function*(pool: string, features: ReadonlyArray<string> | undefined) {
  const fs = yield* FileSystem.FileSystem
  const type = yield* Effect.map(fs.stat(pool), (info) => info.type).pipe(Effect.orElseSucceed(() => undefined))
  if (type === "Directory") return "a folder"
  if (type === undefined) return pool === "digits" ? "a data set" : undefined
  return features === undefined && (yield* holdsImages(pool)) ? "a table of images" : undefined
})

/**
 * Refuses a folder, a table of images whose `features` are not named, or the data set that comes along, as a pool, with the
 * command that makes one of it.
 */
export const embedFirst = Effect.fn("embedFirst")(function*(pool: string, features?: ReadonlyArray<string>) {
  const what = yield* whatIs(pool, features)
  if (what === undefined) return
  const command = `marginalia embed ${shellQuoted(pool)} --encoder "pca(16)" --out pool.npy`
  return yield* new UsageProblem({
    problem: `${pool} is ${what}, and what is chosen from is a file of vectors`,
    hint: `embed its images first: ${command}; then give pool.npy`,
    reason: "Value",
    setting: "pool",
    value: pool,
    expected: "a file of vectors"
  })
})
