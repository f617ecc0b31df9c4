/**
 * `marginalia labels convert`: labels in another form.
 */
import { note, notes } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { type LabelForm, type Labels, readLabels } from "@marginalia/datasets/files/labels"
import { checkOutputs, checkPlaces, type Target } from "@marginalia/datasets/files/outputs"
import { readPool } from "@marginalia/datasets/files/pool"
import { SYNSETS } from "@marginalia/datasets/labels/imagenet"
import { writeLabels } from "@marginalia/datasets/labels/write"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Path from "effect/Path"
import { columnsAsked } from "../flags.ts"
import { labelsAsked } from "../labels-flags.ts"
import type { ConvertInput } from "./flags.ts"

const short: { readonly [name: string]: LabelForm } = { "label-studio": "label-studio-json", cvat: "cvat-xml" }

const formOf = ({ to }: ConvertInput): LabelForm => short[to] ?? (to as LabelForm)

const checkFiles = Effect.fnUntraced(function*({ from, out, pool }: ConvertInput, form: LabelForm) {
  const paths = yield* Path.Path
  const companions = form === "imagenet" ? [paths.join(paths.dirname(out), SYNSETS)] : []
  const outputs: ReadonlyArray<Target> = [out, ...companions].map((path) => ({ what: "--out", path }))
  yield* checkOutputs(outputs, [
    { what: "the labels", path: from },
    ...Option.toArray(pool).map((path) => ({ what: "the pool", path }))
  ])
  yield* checkPlaces(outputs)
})

const poolOf = Effect.fnUntraced(function*(input: ConvertInput) {
  if (Option.isNone(input.pool)) return undefined
  const { ids, matrix, notes: poolNotes, path } = yield* readPool(input.pool.value, {
    ...columnsAsked(input),
    offset: "keep"
  })
  yield* notes(poolNotes)
  return { path, ids, rows: matrix.rows }
})

/** The answers to write, without declined items where they are to be dropped, which is said. */
const answersOf = Effect.fnUntraced(function*({ declined, ids, labels }: Labels, { dropDeclined }: ConvertInput) {
  if (!dropDeclined || declined.length === 0) return { ids, labels, declined }
  yield* note(`${counted(declined.length, "declined item")} left out`)
  return { ids, labels }
})

/** Reads labels, and writes them in the form asked for. */
export const convert = Effect.fn("convert")(function*(input: ConvertInput) {
  const form = formOf(input)
  yield* checkFiles(input, form)
  const pool = yield* poolOf(input)
  const read = yield* readLabels(input.from, { ...labelsAsked(input), pool })
  yield* notes(read.notes)
  const written = yield* writeLabels(input.out, form, yield* answersOf(read, input), {
    dataField: Option.getOrUndefined(input.dataField)
  })
  yield* note(`${written.join(" and ")}: ${counted(read.ids.length, "label")} as ${form}, read as ${read.form}`)
})
