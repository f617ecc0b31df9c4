/**
 * `marginalia annotate`: a model labels items.
 */
import { note } from "@marginalia/core/Notices"
import { checkOutputs, checkPlaces, type Named, poolFiles } from "@marginalia/datasets/files/outputs"
import { writeTogether } from "@marginalia/datasets/files/write"
import { shapeOf } from "@marginalia/datasets/image/shape-text"
import { annotatorClient } from "@marginalia/experiments/annotator/client"
import { library } from "@marginalia/experiments/engine/library"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import {
  annotateItems,
  estimateItems,
  prepareAnnotation,
  type Prepared
} from "@marginalia/studio/annotate/annotate-items"
import { declinedCsv, expectedOf, labelsCsv, toldOf } from "@marginalia/studio/annotate/written"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { print } from "../terminal/print.ts"
import * as progress from "../terminal/progress.ts"
import { entry } from "../terminal/table.ts"
import type { AnnotateInput } from "./flags.ts"

const answersOf = ({ answers, out }: AnnotateInput): string => Option.getOrElse(answers, () => `${out}.answers.jsonl`)

const checkFiles = Effect.fnUntraced(function*(input: AnnotateInput) {
  const labels: Named = { what: "--out", path: input.out }
  const declined = Option.toArray(input.declined).map((path): Named => ({ what: "--declined", path }))
  const kept: Named = { what: "the answers", path: answersOf(input) }
  yield* checkOutputs([labels, ...declined], [...poolFiles("the items", input.items), kept])
  yield* checkOutputs([kept], poolFiles("the items", input.items))
  yield* checkPlaces([labels, ...declined, kept])
})

/** Asks, and writes what was answered: also where it stopped, before it says why. */
const ask = Effect.fnUntraced(function*(prepared: Prepared, { declined, out, safeCsv }: AnnotateInput) {
  const found = yield* annotateItems(prepared).pipe(Effect.provide([annotatorClient, progress.layer]))
  if (found.answers.size === 0 && found.stopped !== undefined) return yield* found.stopped
  yield* writeTogether([
    { path: out, contents: labelsCsv(found, safeCsv) },
    ...Option.toArray(declined).map((path) => ({ path, contents: declinedCsv(found, prepared.items.ids, safeCsv) }))
  ])
  yield* Effect.forEach(toldOf(found, prepared.asking.annotator.name), note)
  yield* note(`wrote ${out}`)
  if (found.stopped !== undefined) return yield* found.stopped
})

/** Labels the items, or says what that would take. Fails with `AnnotatorError` where it stopped, after writing what there is. */
export const annotate = Effect.fn("annotate")(function*(input: AnnotateInput) {
  const { classes, dryRun, first, idColumn, items, oracle, plugin, shape, textColumn } = input
  yield* readRegistry(plugin)
  yield* checkFiles(input)
  const prepared = yield* prepareAnnotation({
    path: items,
    idColumn: Option.getOrUndefined(idColumn),
    textColumn: Option.getOrUndefined(textColumn),
    shape: Option.isSome(shape) ? yield* shapeOf(shape.value) : undefined
  }, {
    oracle,
    registry: library(),
    classes: classes.split(",").map((name) => name.trim()),
    answers: answersOf(input),
    first: Option.getOrUndefined(first)
  })
  if (!dryRun) return yield* ask(prepared, input)
  const facts = expectedOf(yield* estimateItems(prepared), prepared.asking.annotator.name)
  yield* print(facts.flatMap(([what, much]) => entry(what, much, 13)).join("\n"))
})
