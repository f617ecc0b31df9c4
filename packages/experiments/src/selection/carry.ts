/**
 * A folder in which selections from one pool keep what stays true from round to round. Tested in packages/cli/test/carry.test.ts.
 */
import * as Carry from "@marginalia/core/Carry"
import { notes } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import { FileProblem, toFileProblem } from "@marginalia/datasets/files/errors"
import { writeAtomically } from "@marginalia/datasets/files/write"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { createHash } from "node:crypto"
import type { AnyPool, InputOptions, Inputs } from "./inputs.ts"
import { columnsOf } from "./pool-asked.ts"

const hashed = (contents: string | Uint8Array): Buffer => createHash("sha256").update(contents).digest()

/** Bytes of the hash that a file begins with: of all that comes after it. */
const HASH = 32

/** What a file holds, where it is whole. */
const opened = (bytes: Uint8Array): Uint8Array | undefined => {
  const body = bytes.subarray(HASH)
  return hashed(body).equals(bytes.subarray(0, HASH)) ? body : undefined
}

/** Fails with `FileProblem` where something else than a folder is there; one that is not there yet is made when something is kept. */
export const checkCarry = Effect.fn("checkCarry")(function*(folder: string) {
  const fs = yield* FileSystem.FileSystem
  const stands = yield* fs.stat(folder).pipe(Effect.orElseSucceed(() => undefined))
  if (stands !== undefined && stands.type !== "Directory") {
    return yield* new FileProblem({
      path: folder,
      problem: "it is no folder",
      hint: "name a folder for what is kept from round to round, or one that is not there yet",
      reason: "Kind"
    })
  }
})

/** Keeps it in files of a folder. One that cannot be read, or is damaged, is as none; one that cannot be written is told. */
export const carryIn = Effect.fn("carryIn")(function*(folder: string) {
  const context = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const fileOf = (name: string): string => paths.join(folder, `${hashed(name).toString("hex").slice(0, HASH)}.carry`)
  return {
    get: (name) => fs.readFile(fileOf(name)).pipe(Effect.map(opened), Effect.orElseSucceed(() => undefined)),
    put: (name, bytes) =>
      Effect.andThen(
        Effect.mapError(fs.makeDirectory(folder, { recursive: true }), toFileProblem(folder)),
        writeAtomically(fileOf(name), [hashed(bytes), bytes])
      ).pipe(
        Effect.catch((error) => notes([`what this round found is not kept: ${Quote.thrown(error)}`])),
        Effect.provide(context)
      )
  } satisfies Carry.Service as Carry.Service
})

/** The name of a pool's vectors: the hash of its files, and what was asked of them. */
const nameFor = ({ matrix: { cols, rows }, sha256 }: AnyPool, options: InputOptions): string =>
  hashed(JSON.stringify([sha256, rows, cols, columnsOf(options)])).toString("hex")

/** Names the vectors of a query by the pool that they are of. */
export const nameVectors = ({ pool, query }: Inputs, options: InputOptions): void => {
  const rows = query.columns.embedding ?? query.tiled?.embedding
  if (rows !== undefined) Carry.named(rows, nameFor(pool, options))
}
