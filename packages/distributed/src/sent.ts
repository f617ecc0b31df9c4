/**
 * Small files, sent through the database to machines that do not have them. Tested in files.test.ts.
 */
import * as Quote from "@marginalia/core/Quote"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { writeAtomically } from "@marginalia/datasets/files/write"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import type { SqlClient } from "effect/sql/SqlClient"
import type { Asset } from "./assets.ts"
import { Queue } from "./database.ts"
import { QueueError } from "./errors.ts"

/** So many bytes of one experiment go through the database at most: it is no file server. */
export const MOST_SENT = 64 * 10 ** 6

const sizeOf = (assets: ReadonlyArray<Asset>): number =>
  assets.flatMap(({ files }) => files).reduce((sum, { bytes }) => sum + bytes, 0)

/** Refuses more than {@link MOST_SENT}. */
export const checkSent = Effect.fnUntraced(function*(assets: ReadonlyArray<Asset>) {
  const { shown } = yield* Queue, size = sizeOf(assets)
  if (size <= MOST_SENT) return
  return yield* new QueueError({
    queue: shown,
    reason: "Failed",
    problem: `the files of the experiment are ${Quote.bytes(size)}, and at most ${
      Quote.bytes(MOST_SENT)
    } go through the database`,
    hint: "copy them to the machines, below the folder that their workers look in"
  })
})

const folderOf = (asset: Asset, paths: Path.Path): string =>
  asset.kind === "folder" ? asset.path : paths.dirname(asset.path)

/** Puts the files of an experiment into the database, within the transaction that submits it. */
export const sendFiles = Effect.fnUntraced(function*(
  sql: SqlClient,
  experiment: string,
  assets: ReadonlyArray<Asset>
) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  for (const asset of assets) {
    for (const { name, sha256 } of asset.files) {
      const path = paths.join(folderOf(asset, paths), name)
      const bytes = yield* fs.readFile(path).pipe(Effect.mapError(toFileProblem(path)))
      yield* sql`INSERT INTO marginalia_file (sha256, bytes) VALUES (${sha256}, ${bytes}) ON CONFLICT DO NOTHING`
      yield* sql`
        INSERT INTO marginalia_experiment_file (experiment, sha256) VALUES (${experiment}, ${sha256})
        ON CONFLICT DO NOTHING
      `
    }
  }
})

/**
 * Takes the files of an asset from the database into a folder of its own below `into`; gives the asset's path there. Undefined
 * where they were not sent.
 */
export const fetchAsset = Effect.fnUntraced(function*(sql: SqlClient, asset: Asset, into: string) {
  const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
  const own = paths.join(into, asset.sha256, asset.path.split(/[/\\]/).at(-1)!)
  const folder = asset.kind === "folder" ? own : paths.dirname(own)
  for (const { name, sha256 } of asset.files) {
    const path = paths.join(folder, name)
    if (yield* Effect.orElseSucceed(fs.exists(path), () => false)) continue
    const [row] = yield* sql<{ bytes: Uint8Array }>`SELECT bytes FROM marginalia_file WHERE sha256 = ${sha256}`
    if (row === undefined) return undefined
    const below = paths.dirname(path)
    yield* fs.makeDirectory(below, { recursive: true }).pipe(Effect.mapError(toFileProblem(below)))
    yield* writeAtomically(path, new Uint8Array(row.bytes))
  }
  return asset.files.length === 0 ? undefined : own
})
