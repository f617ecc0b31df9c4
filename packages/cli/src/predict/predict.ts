/**
 * `marginalia predict`: what a trained model says of a pool.
 */
import type { Matrix } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import * as Rng from "@marginalia/core/Rng"
import { counted, duration } from "@marginalia/core/Words"
import { classesOfShape, columnAboutPath, printColumnAbout } from "@marginalia/datasets/files/column-about"
import { toFileProblem } from "@marginalia/datasets/files/errors"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import { checkOutputs, checkPlaces, type Named } from "@marginalia/datasets/files/outputs"
import { cellsOf } from "@marginalia/datasets/files/safe-csv"
import { writeTogether } from "@marginalia/datasets/files/write"
import { UsageProblem } from "@marginalia/datasets/problems"
import { type Items, loadModel, type Model, outputs } from "@marginalia/models/training"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { csvOf } from "../embed/write.ts"
import { backendLayer } from "../items/backend.ts"
import { itemFiles, readItems } from "../items/read.ts"
import { savedAt } from "../items/saved.ts"
import * as progress from "../terminal/progress.ts"
import { versions } from "../version.ts"
import { type Output, readColumns } from "./columns.ts"
import { checkEncoder } from "./encoder.ts"
import type { PredictInput } from "./flags.ts"
import { classNamesOf } from "./names.ts"
import { fitting } from "./shape.ts"

/** A column's bytes, and what to say of it. */
interface Written {
  readonly output: Output
  readonly shape: ReadonlyArray<number>
  readonly data: Float32Array
}

const one = (output: Output, { cols, data, rows }: Matrix.Matrix): Written => ({ output, shape: [rows, cols], data })

const stacked = (all: ReadonlyArray<Matrix.Matrix>): Written => {
  const [{ cols, rows } = { cols: 0, rows: 0 }] = all
  const data = new Float32Array(all.length * rows * cols)
  all.forEach((pass, t) => data.set(pass.data, t * rows * cols))
  return { output: "passes", shape: [all.length, rows, cols], data }
}

const column = Effect.fnUntraced(function*(output: Output, model: Model, items: Items, input: PredictInput) {
  const batches = Option.isSome(input.batch) ? { batch: input.batch.value } : {}
  if (output === "probability") return one(output, yield* outputs.probability(model, items, batches))
  if (output === "feature") return one(output, yield* outputs.feature(model, items, batches))
  if (output === "projection") return one(output, yield* outputs.projection(model, items, batches))
  const key = Rng.derive(Rng.fromSeed(input.seed), "passes")
  const count = Option.getOrElse(input.passes, () => 25)
  return stacked(yield* outputs.passes(model, items, { ...batches, count, key }))
})

/** Everything is computed before the first file is written, so that a failure leaves none. */
const computed = Effect.fnUntraced(function*(columns: ReadonlySet<Output>, items: Items, input: PredictInput) {
  const model = yield* loadModel(input.model)
  const fit = yield* fitting(model, items)
  const written: Array<Written> = []
  for (const output of columns) written.push(yield* column(output, model, fit, input))
  const given = written.find(({ output }) => output === "probability")
  const probability = given === undefined
    ? yield* outputs.probability(model, fit)
    : { data: given.data, rows: items.rows, cols: model.built.classes }
  return { written, probability, classes: model.built.classes }
})

const predictedCsv = (
  ids: ReadonlyArray<string>,
  names: ReadonlyArray<string>,
  probability: Matrix.Matrix,
  cellOf: (text: string) => string
): string => {
  const classes = outputs.classes(probability), { cols, data } = probability
  const rows = ids.map((id, i) => [id, names[classes[i]!]!, String(data[i * cols + classes[i]!])])
  return csvOf(["id", "label", "probability"], rows.map((row) => row.map(cellOf)))
}

const pathOf = ({ out }: PredictInput, output: Output): string => `${out}.${output}.npy`

const csvPath = ({ out }: PredictInput): string => `${out}.predicted.csv`

const checkFiles = (columns: ReadonlySet<Output>, input: PredictInput) => {
  const what = "--out"
  const outputs: ReadonlyArray<Named> = [
    ...Array.from(columns, (output) => pathOf(input, output)).flatMap((path) => [
      { what, path },
      { what, path: columnAboutPath(path) }
    ]),
    { what, path: csvPath(input) }
  ]
  const data = Option.toArray(input.data).map((path) => ({ what: "--data", path }))
  const inputs = [...itemFiles(input.items), ...data, { what: "--model", path: input.model }]
  return Effect.andThen(checkOutputs(outputs, inputs), checkPlaces(outputs))
}

/**
 * A column's file, and beside it the names of its classes, so that whoever reads it need not be told their order; `stale` is
 * the description of an older array that nothing takes the place of.
 */
const filesOf = (path: string, { data, output, shape }: Written, names: ReadonlyArray<string> | undefined) => {
  const contents = encodeNpy(data, shape), about = columnAboutPath(path), column = { path, contents }
  const [cols = 0, rows = 0] = shape.toReversed()
  if (names === undefined || classesOfShape(output, { rows, cols }) !== names.length) {
    return { files: [column], stale: [about] }
  }
  return {
    files: [column, { path: about, contents: printColumnAbout(output, contents, names, { shape, versions }) }],
    stale: []
  }
}

const removed = Effect.fnUntraced(function*(paths: ReadonlyArray<string>) {
  const fs = yield* FileSystem.FileSystem
  for (const path of paths) yield* fs.remove(path, { force: true }).pipe(Effect.mapError(toFileProblem(path)))
})

/** Reads pool and model, writes the columns and the predicted classes, and says what was written. */
export const predict = Effect.fn("predict")(function*(input: PredictInput) {
  const columns = yield* readColumns(input.columns)
  if (Option.isSome(input.passes) && !columns.has("passes")) {
    return yield* new UsageProblem({
      problem: "--passes is given without the column passes",
      hint: "add it to --columns"
    })
  }
  yield* checkFiles(columns, input)
  const found = yield* readItems(input, yield* savedAt(input.model))
  yield* checkEncoder(input.model, found)
  const start = yield* Clock.currentTimeMillis
  const { classes, probability, written } = yield* computed(columns, found.items, input).pipe(
    Effect.scoped,
    Effect.provide(Layer.merge(backendLayer(input), progress.layer))
  )
  const known = yield* classNamesOf(input.model, classes)
  const names = known ?? Array.from({ length: classes }, (_, number) => String(number))
  const csv = csvPath(input)
  const all = written.map((one) => filesOf(pathOf(input, one.output), one, known))
  const guesses = { path: csv, contents: predictedCsv(found.ids, names, probability, cellsOf(input.safeCsv)) }
  yield* writeTogether(
    [...all.flatMap(({ files }) => files), guesses],
    removed(all.flatMap(({ stale }) => stale))
  )
  for (const { output, shape } of written) {
    yield* note(`--column ${output}=${pathOf(input, output)}  ${shape.join(" × ")}`)
  }
  const took = duration((yield* Clock.currentTimeMillis) - start)
  yield* note(`${csv}: the classes of ${counted(found.items.rows, "item")}, ${took}`)
})
