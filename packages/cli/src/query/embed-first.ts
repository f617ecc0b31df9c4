/**
 * A pool of vectors is what strategies choose from: images are embedded first.
 */
import { UsageProblem } from "@marginalia/datasets/problems"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import { shellQuoted } from "../shell.ts"

/** Refuses a folder, or the data set that comes along, as a pool, with the command that makes one of it. */
export const embedFirst = Effect.fn("embedFirst")(function*(pool: string) {
  const fs = yield* FileSystem.FileSystem
  const type = yield* Effect.map(fs.stat(pool), (info) => info.type).pipe(Effect.orElseSucceed(() => undefined))
  const what = type === "Directory" ? "a folder" : type === undefined && pool === "digits" ? "a data set" : undefined
  if (what === undefined) return
  const command = `marginalia embed ${shellQuoted(pool)} --encoder "pca(64)" --out pool.npy`
  return yield* new UsageProblem({
    problem: `${pool} is ${what}, and what is chosen from is a file of vectors`,
    hint: `embed its images first: ${command}; then give pool.npy`,
    reason: "Value",
    setting: "pool",
    value: pool,
    expected: "a file of vectors"
  })
})
