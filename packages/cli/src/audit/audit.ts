/**
 * `marginalia audit`: labels that look wrong.
 */
import { Message, Quote } from "@marginalia/core"
import { note } from "@marginalia/core/Notices"
import { counted } from "@marginalia/core/Words"
import { checkOutputs, checkPlaces, type Named, poolFiles, type Target } from "@marginalia/datasets/files/outputs"
import { writeTogether } from "@marginalia/datasets/files/write"
import { UsageProblem } from "@marginalia/datasets/problems"
import { itemFiles, readItems } from "@marginalia/datasets/read-items"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { library } from "@marginalia/experiments/engine/library"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import {
  auditCsv,
  auditItems,
  auditJson,
  type AuditOptions,
  type LabelsAudited,
  scoresCsv
} from "@marginalia/models/audit"
import { savedAt } from "@marginalia/models/encoders"
import { backendLayer, readBackend, Trainer } from "@marginalia/models/training"
import { readItemsFor } from "@marginalia/studio/model/items-for"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import { backendAsked, itemsAsked } from "../items/asked.ts"
import { labelsAsked } from "../labels-flags.ts"
import { unfit } from "../output/format.ts"
import { printData } from "../terminal/print.ts"
import * as progress from "../terminal/progress.ts"
import { configOf } from "../train/config.ts"
import { readNetwork } from "../train/network.ts"
import type { AuditInput } from "./flags.ts"
import { toTable } from "./table.ts"

/** The sources of probabilities that were named; one of them at most. */
const sourceOf = Effect.fnUntraced(function*({ batch, model, probabilities, roundFolder }: AuditInput) {
  const named = ([["File", "probabilities", probabilities], ["RoundFolder", "roundFolder", roundFolder], [
    "Model",
    "model",
    model
  ]] as const).flatMap(([_tag, setting, path]) => Option.isNone(path) ? [] : [{ _tag, setting, path: path.value }])
  const [first, second] = named
  if (second !== undefined) {
    return yield* new UsageProblem({
      problem: "--probabilities, --round-folder and --model each say what the probabilities are",
      hint: "give one of them",
      reason: "Conflict",
      settings: named.map(({ setting }) => setting)
    })
  }
  return first === undefined ? undefined : { _tag: first._tag, path: first.path, batch: Option.getOrUndefined(batch) }
})

/** The settings that say what the probabilities are. */
const sources = { File: "probabilities", RoundFolder: "roundFolder", Model: "model" } as const

/** Flags of a training that does not take place. */
const checkIdle = Effect.fnUntraced(
  function*({ epochs, folds, head, recipe, set }: AuditInput, source: Message.Message) {
    const flags: ReadonlyArray<readonly [string, boolean]> = [
      ["epochs", Option.isSome(epochs)],
      ["folds", Option.isSome(folds)],
      ["head", Option.isSome(head)],
      ["recipe", Option.isSome(recipe)],
      ["set", set.length > 0]
    ]
    const given = flags.find(([, is]) => is)?.[0]
    if (given === undefined) return
    const problem = Message
      .text`--${given} says how to cross-validate, and the probabilities are there already: ${source}`
    return yield* new UsageProblem({ problem, hint: "leave it out", reason: "Idle", setting: given })
  }
)

const byOf = Effect.fnUntraced(function*(input: AuditInput) {
  const { registry } = yield* readRegistry(input.plugin), source = yield* sourceOf(input)
  if (source !== undefined) {
    yield* checkIdle(input, Message.text`${Message.setting(sources[source._tag])} ${Quote.value(source.path)}`)
    return source satisfies AuditOptions["by"] as AuditOptions["by"]
  }
  const network = yield* readNetwork(input.network, input.head, registry)
  const { config } = yield* configOf(input, network, registry)
  const folds = Option.getOrUndefined(input.folds)
  return { _tag: "CrossValidation", network, config, seed: input.seed, folds } satisfies AuditOptions["by"]
})

const checkFiles = Effect.fnUntraced(function*(input: AuditInput) {
  const { annotators, data, items, labels, model, out, probabilities, roundFolder, scores } = input
  const named = (what: string, path: Option.Option<string>): ReadonlyArray<Named> =>
    Option.toArray(path).map((is) => ({ what, path: is }))
  const outputs: ReadonlyArray<Target> = [...named("--out", out), ...named("--scores", scores)]
  yield* checkOutputs(outputs, [
    ...itemFiles(items, library()),
    ...named("--data", data),
    ...named("the labels", labels),
    ...named("the annotators", annotators),
    ...Option.toArray(probabilities).flatMap((path) => poolFiles("the probabilities", path)),
    ...named("the round folder", roundFolder),
    ...named("--model", model)
  ])
  yield* checkPlaces(outputs)
})

const itemsOf = Effect.fnUntraced(function*({ items, model }: AuditInput, how: Parameters<typeof readItems>[1]) {
  if (Option.isNone(model)) return yield* readItems(items, how)
  return (yield* readItemsFor(model.value, items, how)) ?? (yield* readItems(items, how, yield* savedAt(model.value)))
})

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`

const say = ({ accuracy, folds, issues, labels, noise }: LabelsAudited) => {
  const how = folds === undefined ? "the model finds" : `models that had not seen them (${folds} folds) find`
  const sure = issues.filter(({ rule }) => rule === "confident").length
  return note(
    `${counted(labels, "label")}: ${how} ${percent(accuracy)} of them; about ${
      percent(noise)
    } are estimated to be wrong; ` +
      `${issues.length} listed, ${sure} of them surely`
  )
}

const textOf = (found: LabelsAudited, { format, next, safeCsv }: AuditInput): string =>
  format === "json"
    ? auditJson(found, next)
    : format === "csv"
    ? auditCsv(found, safeCsv)
    : format === "ids"
    ? found.issues.map(({ id }) => `${id}\n`).join("")
    : toTable(found, next)

const write = Effect.fnUntraced(function*(found: LabelsAudited, input: AuditInput) {
  const wrong = unfit(input.format, found.issues.map(({ id }) => id))
  if (wrong !== undefined) return yield* wrong
  const text = textOf(found, input)
  yield* writeTogether([
    ...Option.toArray(input.out).map((path) => ({ path, contents: text })),
    ...Option.toArray(input.scores).map((path) => ({ path, contents: scoresCsv(found, input.safeCsv) }))
  ])
  for (const path of [...Option.toArray(input.out), ...Option.toArray(input.scores)]) yield* note(`wrote ${path}`)
  if (Option.isNone(input.out) && text !== "") yield* printData(text.replace(/\n$/, ""))
})

/** Audits, says how it went, and writes what was found. */
export const audit = Effect.fn("audit")(function*(input: AuditInput) {
  yield* readBackend(backendAsked(input))
  yield* checkFiles(input)
  const by = yield* byOf(input), found = yield* itemsOf(input, yield* itemsAsked(input))
  const layers = Trainer.layer.pipe(Layer.provideMerge(backendLayer(backendAsked(input))), Layer.merge(progress.layer))
  const audited = yield* auditItems(found, {
    ...labelsAsked(input),
    by,
    labels: Option.getOrUndefined(input.labels),
    classes: Option.getOrUndefined(input.classes),
    annotators: Option.getOrUndefined(input.annotators),
    rule: input.by,
    others: input.next > 0 || Option.isSome(input.scores)
  }).pipe(Effect.scoped, Effect.provide(layers))
  yield* say(audited)
  yield* write(audited, input)
}, withScratch)
