/**
 * A model's answers in a round folder, from which a strategy takes its columns. Tested in
 * packages/cli/test/round-folder.test.ts.
 */
import { csvOf } from "@marginalia/datasets/files/embedding-write"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import {
  hashOfIds,
  printRound,
  ROUND,
  ROUND_IDS,
  ROUND_PREDICTED,
  roundFile,
  roundFiles
} from "@marginalia/datasets/files/round-about"
import { readSource } from "@marginalia/datasets/files/source"
import { checkFolder, type FolderKind, replaceWhole } from "@marginalia/datasets/files/whole-folder"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Path from "effect/Path"
import { createHash } from "node:crypto"
import type { Prediction } from "./predict.ts"
import { predictedCsv, printColumn, type WriteOptions } from "./print.ts"

const ROUND_FOLDER: FolderKind = { name: "a round", parts: roundFiles }

/** Refuses a `folder` where something else than a round folder is: fails with `UsageProblem`, or `FileProblem`. */
export const checkRoundFolder = (folder: string) => checkFolder(folder, ROUND_FOLDER)

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

const aboutOf = Effect.fnUntraced(
  function*(folder: string, { classNames, found, model }: Prediction, { versions = {} }: WriteOptions) {
    const paths = yield* Path.Path
    const relative = (path: string) =>
      path === "-" ? path : paths.relative(paths.resolve(folder), paths.resolve(path)).replaceAll(paths.sep, "/")
    const { sha256 } = yield* readSource(paths.join(model, "model.json"))
    return {
      rows: found.items.rows,
      ids: found.rowNumbers ? null : hashOfIds(found.ids),
      pool: found.sha256 === undefined ? null : { path: relative(found.name), sha256: found.sha256 },
      model: { path: relative(model), sha256 },
      classes: classNames ?? null,
      versions
    }
  }
)

/** Everything in the folder, the description last. */
const contents = Effect.fnUntraced(function*(folder: string, prediction: Prediction, options: WriteOptions) {
  const { classNames, found } = prediction
  const printed = prediction.columns.map((one) => ({ ...one, ...printColumn(one, classNames, options) }))
  const columns = Object.fromEntries(
    printed.map(({ array, output, shape }) => [output, { sha256: sha256Of(array), shape }])
  )
  const ids = csvOf(["row", "id"], found.ids.map((id, row) => [String(row), id]))
  return new Map<string, string | Uint8Array>([
    ...printed.map(({ array, output }) => [roundFile(output), array] as const),
    ...printed.flatMap(({ about, output }) => about === undefined ? [] : [[`${output}.json`, about] as const]),
    ...(found.rowNumbers ? [] : [[ROUND_IDS, ids] as const]),
    [ROUND_PREDICTED, predictedCsv(prediction, options)],
    [ROUND, printRound({ ...yield* aboutOf(folder, prediction, options), columns })]
  ])
})

/**
 * Writes what a model said of items (`prediction`) into a round `folder`, whole or not at all; a round folder that was there is
 * replaced. It holds the columns that strategies take, each with its hash, the ids, the names of the classes, and
 * `predicted.csv`, the most probable class of each item. `options` say how, by default plainly. Succeeds with the path of that
 * file; fails with `FileProblem`, and where something else than a round folder is.
 */
export const writeRound = Effect.fn("writeRound")(
  function*(folder: string, prediction: Prediction, options: WriteOptions = {}) {
    const fs = yield* FileSystem.FileSystem, paths = yield* Path.Path
    const files = yield* contents(folder, prediction, options)
    const write = Effect.fnUntraced(function*(made: string) {
      yield* fs.makeDirectory(made)
      for (const [name, content] of files) {
        const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content
        yield* fs.writeFile(paths.join(made, name), bytes)
      }
    })
    yield* replaceWhole(folder, (made) => Effect.mapError(write(made), toFileProblem(folder)), ROUND_FOLDER)
    return paths.join(folder, ROUND_PREDICTED)
  }
)
