/**
 * A model's answers in files whose names begin alike: `PREFIX.probability.npy`, …, and `PREFIX.predicted.csv`. Tested in
 * packages/cli/test/train.test.ts.
 */
import { columnAboutPath } from "@marginalia/datasets/files/column-about"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import type { RoundColumn } from "@marginalia/datasets/files/round-about"
import { writeTogether } from "@marginalia/datasets/files/write"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { Prediction } from "./predict.ts"
import { predictedCsv, printColumn, type WriteOptions } from "./print.ts"

const pathOf = (prefix: string, output: RoundColumn): string => `${prefix}.${output}.npy`

const csvPath = (prefix: string): string => `${prefix}.predicted.csv`

/** The files that {@link writePrefix} writes for these `columns`, with what lies beside them; each begins with `prefix`. */
export const prefixFiles = (prefix: string, columns: Iterable<RoundColumn>): ReadonlyArray<string> => {
  const arrays = Array.from(columns, (output) => pathOf(prefix, output))
  return [...arrays.flatMap((path) => [path, columnAboutPath(path)]), csvPath(prefix)]
}

const removed = Effect.fnUntraced(function*(paths: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  for (const path of paths) yield* fs.remove(path, { force: true }).pipe(Effect.mapError(toFileProblem(path)))
})

/**
 * Writes what a model said of items (`prediction`) into files whose names begin with `prefix`, all of it or nothing: a column's
 * `.npy`, with the names of its classes beside it, and `PREFIX.predicted.csv`, the most probable class of each item. `options` say
 * how, by default plainly. The description of an older array that nothing takes the place of goes. Succeeds with the path of the
 * csv and those of the columns; fails with `FileProblem`.
 */
export const writePrefix = Effect.fn("writePrefix")(
  function*(prefix: string, prediction: Prediction, options: WriteOptions = {}) {
    const { classNames, columns } = prediction
    const printed = columns.map((one) => ({
      path: pathOf(prefix, one.output),
      ...printColumn(one, classNames, options)
    }))
    const arrays = printed.flatMap(({ about, array, path }) => [
      { path, contents: array },
      ...(about === undefined ? [] : [{ path: columnAboutPath(path), contents: about }])
    ])
    yield* writeTogether(
      [...arrays, { path: csvPath(prefix), contents: predictedCsv(prediction, options) }],
      removed(printed.flatMap(({ about, path }) => about === undefined ? [columnAboutPath(path)] : []))
    )
    return { csv: csvPath(prefix), columns: printed.map(({ path }) => path) }
  }
)
