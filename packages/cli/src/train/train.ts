/**
 * `marginalia train`: a classifier from labeled items.
 */
import { note } from "@marginalia/core/Notices"
import type * as Registry from "@marginalia/core/Registry"
import { counted, duration } from "@marginalia/core/Words"
import { checkOutputs } from "@marginalia/datasets/files/outputs"
import { checkFolder } from "@marginalia/datasets/files/whole-folder"
import { UsageProblem } from "@marginalia/datasets/problems"
import { type FoundItems, itemFiles, readItems } from "@marginalia/datasets/read-items"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { library } from "@marginalia/experiments/engine/library"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import {
  type Labeled,
  type Model,
  type Network,
  outputs,
  TensorBackend,
  Trainer,
  type TrainingConfig
} from "@marginalia/models/training"
import { MODEL_FOLDER, saveWhole } from "@marginalia/models/training"
import { backendLayer, readBackend } from "@marginalia/models/training"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { backendAsked, itemsAsked } from "../items/asked.ts"
import { readPairs } from "../query/pairs.ts"
import * as progress from "../terminal/progress.ts"
import { versions } from "../version.ts"
import { readConfig, usual } from "./config.ts"
import { dryRun } from "./dry-run.ts"
import type { TrainInput } from "./flags.ts"
import { aboutHeldOut, accuracyText, heldOut, type Plan, planFolds } from "./held-out.ts"
import { type Learnable, readLearnable } from "./labeled.ts"
import { readNetwork } from "./network.ts"
import { report } from "./progress.ts"

/** The configuration of `--recipe`, `--set`, `--epochs` and `--batch`. */
const configOf = Effect.fnUntraced(function*(
  input: TrainInput,
  network: Network,
  plugins: Registry.Registry
) {
  const sets = new Map(yield* readPairs("set", input.set))
  for (const [key, value] of [["epochs", input.epochs], ["batch", input.batch]] as const) {
    if (Option.isNone(value)) continue
    if (sets.has(key)) {
      const problem = `--${key} and --set ${key} are given`
      return yield* new UsageProblem({ problem, hint: "give one of them" })
    }
    sets.set(key, String(value.value))
  }
  const name = Option.getOrElse(input.recipe, () => usual(network))
  return { name, config: yield* readConfig(name, sets, plugins) }
})

/** The share of the test items whose class the model finds, by the classes' names; undefined without such items. */
const testAccuracy = Effect.fnUntraced(
  function*(model: Model, { classNames: own, test }: FoundItems, names: Learnable["classNames"]) {
    if (test?.labels === undefined) return undefined
    const found = outputs.classes(yield* outputs.probability(model, test.items))
    const right = found.filter((label, i) => names[label] === own[test.labels![i]!])
    return { items: test.items.rows, accuracy: right.length / found.length }
  }
)

interface Work {
  readonly input: TrainInput
  readonly network: Network
  readonly config: TrainingConfig
  readonly name: string
  readonly found: FoundItems
  readonly learnable: Learnable
  readonly plan: Plan
}

const trained = Effect.fnUntraced(function*(network: Network, data: Labeled, config: TrainingConfig, seed: number) {
  const { epochs, model } = yield* (yield* Trainer.Trainer).prepare(network, data, config, { seed })
  const last = yield* Stream.runFoldEffect(
    epochs,
    () => 0,
    (_, event) => Effect.as(report(event, data.at.length), event.accuracy)
  )
  return { model, last }
})

const fit = Effect.fnUntraced(function*(work: Work, out: string) {
  const { config, found, input, learnable, name, network, plan } = work, { seed } = input
  const { classNames, data } = learnable
  const { name: backend } = yield* TensorBackend.TensorBackend
  const start = yield* Clock.currentTimeMillis
  const { last, model } = yield* trained(network, data, config, seed)
  const took = (yield* Clock.currentTimeMillis) - start
  const test = yield* testAccuracy(model, found, classNames)
  const held = yield* heldOut(plan, { network, config, seed, learnable, embedding: found.embedding }, took / 1000)
  const about = {
    classNames,
    recipe: { name, ...config },
    seed,
    backend,
    items: {
      from: found.name,
      split: Option.getOrElse(input.split, () => found.kind === "pool" ? "all" : "train"),
      labeled: data.at.length
    },
    ...(found.embedding === undefined ? {} : { embedding: found.embedding }),
    accuracy: { training: last, ...(test !== undefined && { test: test.accuracy }), ...aboutHeldOut(held) },
    seconds: took / 1000,
    versions
  }
  yield* saveWhole(model, out, about)
  yield* note(
    `${out}: trained on ${counted(data.at.length, "item")} in ${duration(took)}, ${classNames.length} classes`
  )
  yield* note(accuracyText(last, held))
  if (test !== undefined) {
    yield* note(`accuracy on the ${counted(test.items, "test item")}: ${test.accuracy.toFixed(4)}`)
  }
})

const checkFiles = (out: string, { data, items, labels }: TrainInput) =>
  checkOutputs([{ what: "--out", path: out, folder: true }], [
    ...itemFiles(items, library()),
    ...Option.toArray(data).map((path) => ({ what: "--data", path })),
    ...Option.toArray(labels).map((path) => ({ what: "the labels", path }))
  ])

const outOf = (input: TrainInput) =>
  Option.match(input.out, {
    onSome: (folder) =>
      checkFiles(folder, input).pipe(Effect.andThen(checkFolder(folder, MODEL_FOLDER)), Effect.as(folder)),
    onNone: () =>
      input.dryRun
        ? Effect.succeed("")
        : Effect.fail(new UsageProblem({ problem: "--out is missing", hint: "name the folder that the model goes to" }))
  })

/** Trains and saves, or says what it would cost. */
export const train = Effect.fn("train")(function*(input: TrainInput) {
  const { registry } = yield* readRegistry(input.plugin)
  yield* readBackend(backendAsked(input))
  const network = yield* readNetwork(input.network, input.head, registry)
  const { config, name } = yield* configOf(input, network, registry)
  const out = yield* outOf(input)
  const found = yield* readItems(input.items, yield* itemsAsked(input))
  const learnable = yield* readLearnable(found, input.labels, input.classes, input)
  const plan = yield* planFolds(input.folds, learnable, found.test?.labels !== undefined)
  const layers = Trainer.layer.pipe(Layer.provideMerge(backendLayer(backendAsked(input))), Layer.merge(progress.layer))
  const work = Effect.gen(function*() {
    if (!input.dryRun) return yield* fit({ config, found, input, learnable, name, network, plan }, out)
    const backend = yield* TensorBackend.TensorBackend
    yield* dryRun(network, learnable.data, config, backend.name, input.seed, plan)
  })
  yield* work.pipe(Effect.scoped, Effect.provide(layers))
}, withScratch)
