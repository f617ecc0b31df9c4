/**
 * A folder in which selections from one pool keep what stays true from round to round. Tested in packages/cli/test/carry.test.ts.
 */
import * as Carry from "@marginalia/core/Carry"
import type { Matrix } from "@marginalia/core/Matrix"
import { notes } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import type { Tiles } from "@marginalia/core/Tiles"
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

/** Says so where nothing was kept: a setting that has no effect is told. */
const idle = (folder: string) =>
  notes([
    `nothing is kept in ${folder} for the next round: that is done for k-center where something is labeled, of vectors that stay in their files, or of 64 MB and more in memory`
  ])

/** Keeps it in files of a folder. One that cannot be read, or is damaged, is as none; one that cannot be written is told. */
export const carryIn = Effect.fn("carryIn")(function*(folder: string) {
  const context = yield* Effect.context<FileSystem.FileSystem | Path.Path>()
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const fileOf = (name: string): string => paths.join(folder, `${hashed(name).toString("hex").slice(0, HASH)}.carry`)
  let kept = 0
  const service: Carry.Service = {
    get: (name) => fs.readFile(fileOf(name)).pipe(Effect.map(opened), Effect.orElseSucceed(() => undefined)),
    put: (name, bytes) =>
      Effect.andThen(
        Effect.mapError(fs.makeDirectory(folder, { recursive: true }), toFileProblem(folder)),
        Effect.suspend(() => {
          kept++
          return writeAtomically(fileOf(name), [hashed(bytes), bytes])
        })
      ).pipe(
        Effect.catch((error) => notes([`what this round found is not kept: ${Quote.thrown(error)}`])),
        Effect.provide(context)
      )
  }
  return { layer: Carry.layer(service), told: Effect.suspend(() => kept === 0 ? idle(folder) : Effect.void) }
})

/** Rows that are looked at beside, all over the pool. */
const LOOKED_AT = 64

/** Some of the rows as numbers: which columns of a pool are vectors depends on all that is asked of it. */
const someOf = Effect.fnUntraced(function*(rows: Matrix | Tiles) {
  const { cols } = rows, count = Math.min(LOOKED_AT, rows.rows), some = new Float32Array(count * cols)
  for (let i = 0; i < count; i++) {
    const position = Math.floor(i * rows.rows / count), into = some.subarray(i * cols, (i + 1) * cols)
    if ("data" in rows) into.set(rows.data.subarray(position * cols, (position + 1) * cols))
    else yield* rows.read(position, into)
  }
  return new Uint8Array(some.buffer)
})

/** The name of a pool's vectors: the hash of its files, of what was asked of them, of their columns' names and of some rows. */
const nameFor = Effect.fnUntraced(
  function*({ columnNames, matrix: { cols, rows }, sha256 }: AnyPool, options: InputOptions, vectors: Matrix | Tiles) {
    const asked = JSON.stringify([sha256, rows, cols, columnsOf(options), columnNames ?? null])
    return createHash("sha256").update(asked).update(yield* someOf(vectors)).digest("hex")
  }
)

/** Names the vectors of a query by the pool that they are of. Those that cannot be read have no name, and nothing is kept of them. */
export const nameVectors = Effect.fn("nameVectors")(function*({ pool, query }: Inputs, options: InputOptions) {
  const vectors = query.columns.embedding ?? query.tiled?.embedding
  if (vectors === undefined) return
  const name = yield* nameFor(pool, options, vectors).pipe(Effect.orElseSucceed(() => undefined))
  if (name !== undefined) Carry.named(vectors, name)
})
