/**
 * A model's answers in files whose names begin alike: `PREFIX.probability.npy`, …, and `PREFIX.predicted.csv`.
 */
import { note } from "@marginalia/core/Notices"
import { columnAboutPath } from "@marginalia/datasets/files/column-about"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import type { Target } from "@marginalia/datasets/files/outputs"
import { cellsOf } from "@marginalia/datasets/files/safe-csv"
import { writeTogether } from "@marginalia/datasets/files/write"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import type { Output } from "./columns.ts"
import type { Prediction } from "./prediction.ts"
import { predictedCsv, printColumn } from "./print.ts"

const pathOf = (prefix: string, output: Output): string => `${prefix}.${output}.npy`

const csvPath = (prefix: string): string => `${prefix}.predicted.csv`

/** The files that will be written. */
export const prefixFiles = (prefix: string, columns: ReadonlySet<Output>): ReadonlyArray<Target> => {
  const arrays = Array.from(columns, (output) => pathOf(prefix, output))
  const files = [...arrays.flatMap((path) => [path, columnAboutPath(path)]), csvPath(prefix)]
  return files.map((path) => ({ what: "--out", path }))
}

const removed = Effect.fnUntraced(function*(paths: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  for (const path of paths) yield* fs.remove(path, { force: true }).pipe(Effect.mapError(toFileProblem(path)))
})

/** Writes all of it or nothing; the description of an older array that nothing takes the place of goes. */
export const writePrefix = Effect.fn("writePrefix")(function*(prefix: string, prediction: Prediction) {
  const { classNames, found, names, predicted: { probability, written } } = prediction
  const printed = written.map((one) => ({ path: pathOf(prefix, one.output), ...printColumn(one, classNames) }))
  const arrays = printed.flatMap(({ about, array, path }) => [
    { path, contents: array },
    ...(about === undefined ? [] : [{ path: columnAboutPath(path), contents: about }])
  ])
  const guesses = predictedCsv(found.ids, names, probability, cellsOf(prediction.safeCsv))
  yield* writeTogether(
    [...arrays, { path: csvPath(prefix), contents: guesses }],
    removed(printed.flatMap(({ about, path }) => about === undefined ? [columnAboutPath(path)] : []))
  )
  for (const { output, shape } of written) {
    yield* note(`--column ${output}=${pathOf(prefix, output)}  ${shape.join(" × ")}`)
  }
  return csvPath(prefix)
})
