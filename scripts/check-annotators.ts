/**
 * `npm run check:annotators`: a person, a model, and a model whose labels a person checks, at equal cost, on the digits. With
 * `--write` the tables go to docs/results/model-annotators.md; `--seeds N` draws more often.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { Oracle } from "@marginalia/core/Oracle"
import * as Rng from "@marginalia/core/Rng"
import { range, subset } from "@marginalia/datasets/items"
import { readItems } from "@marginalia/datasets/read-items"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { compareAtCost, type Compared, policies } from "@marginalia/experiments/annotation/compare"
import { noisyLabels } from "@marginalia/experiments/oracles"
import { network, outputs, TensorBackend, Trainer, trainingConfigs } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { writeFileSync } from "node:fs"
import { parseArgs } from "node:util"

const { values: { seeds: asked = "3", write = false } } = parseArgs({
  options: { seeds: { type: "string" }, write: { type: "boolean" } }
})

const POOL = 1297, CLASSES = 10, EPOCHS = 20
/** What a label costs: a person's fifty times a model's. */
const COST = { person: 0.05, model: 0.001 }
/** Sums of money: what 40, 100 and 200 labels of a person cost. */
const BUDGETS = [2, 5, 10]
/** From so many labels the second model learned. */
const LEARNED = 100

/** As many steps whatever the number of labels. */
const config = (labels: number) => ({
  ...trainingConfigs.supclustLinear,
  epochs: Math.ceil(EPOCHS * POOL / Math.max(1, labels))
})
const linear = network({ kind: "linear" })

/** An annotator of a stated accuracy, whose errors are any other class. */
const erring = (labels: Int32Array, right: number, seed: number) => {
  const wrong = (1 - right) / (CLASSES - 1)
  const confusion = Array.from(
    { length: CLASSES },
    (_, truth) => Array.from({ length: CLASSES }, (_, said) => said === truth ? right : wrong)
  )
  const question = { round: 0, positions: Uint32Array.from(labels.keys()), ids: [], selection: undefined }
  return Effect.flatMap(Oracle, (oracle) => oracle.label(question)).pipe(
    Effect.map((answer) => Int32Array.from(answer.labels, (label) => label ?? -1)),
    Effect.provide(noisyLabels({ labels, confusion, seed }), { local: true })
  )
}

type Items = Effect.Success<ReturnType<typeof readItems>>["items"]

/** A model that learned from a few labels: its errors are those that such models make. */
const learnedFrom = Effect.fnUntraced(function*(items: Items, labels: Int32Array, seed: number) {
  const at = Rng.permutation(Rng.derive(Rng.fromSeed(seed), "few"), labels.length).slice(0, LEARNED).sort()
  const data = { items, at, labels: Int32Array.from(at, (position) => labels[position]!), classes: CLASSES }
  const model = yield* (yield* Trainer.Trainer).fit(linear, data, config(LEARNED), { seed })
  return outputs.classes(yield* outputs.probability(model, items))
}, Effect.scoped)

const mean = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

const spread = (values: ReadonlyArray<number>): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / Math.max(1, values.length - 1))

const percent = (values: ReadonlyArray<number>): string =>
  `${(100 * mean(values)).toFixed(1)} ± ${(100 * spread(values)).toFixed(1)}`

const rowsOf = (budget: number, draws: ReadonlyArray<ReadonlyArray<Compared>>): ReadonlyArray<string> =>
  policies.map((policy, i) => {
    const of = (field: "labels" | "asked" | "right" | "cost" | "accuracy") => draws.map((draw) => draw[i]![field])
    const cells = [
      String(budget),
      policy,
      mean(of("labels")).toFixed(0),
      mean(of("asked")).toFixed(0),
      mean(of("cost")).toFixed(2),
      percent(of("right")),
      percent(of("accuracy"))
    ]
    return `| ${cells.join(" | ")} |`
  })

const HEAD = [
  "| budget | policy | labels | of a person | cost | labels right, % | accuracy, % |",
  "| ---: | --- | ---: | ---: | ---: | ---: | ---: |"
]

const page = (seeds: number, tables: ReadonlyArray<readonly [title: string, rows: ReadonlyArray<string>]>): string =>
  [
    "# A person, a model, or a model that a person checks",
    "",
    `Digits: ${POOL} to label, 500 to test on. A person's label costs ${COST.person} and is right; a model's costs ${COST.model}. With the same`,
    "money a person labels items drawn at random; the model labels the whole pool; or the model does, and the rest of the money goes",
    "into a person's checks: of labels drawn at random, of those that an audit lists (`Audit.labelIssues`, then by what it gives the",
    "label), or in the order of ActiveLab, asked anew in four portions, with its consensus for what nobody checked.",
    "",
    "What learns and judges is a linear classifier on the pixels (recipe `supclust-linear`, five folds), with as many steps on few",
    `labels as ${EPOCHS} epochs of the whole pool have. Means of ${seeds} draws, ± the standard deviation.`,
    `\`npm run check:annotators -- --write --seeds ${seeds}\` makes this page again.`,
    ...tables.flatMap(([title, rows]) => ["", `## ${title}`, "", ...HEAD, ...rows]),
    ""
  ].join("\n")

const main = Effect.gen(function*() {
  const found = yield* readItems("digits"), truth = Int32Array.from(found.labels!), seeds = Number(asked)
  const items = subset(found.items, range(0, POOL)), person = truth.subarray(0, POOL)
  const test = { items: subset(found.items, range(POOL, truth.length)), labels: truth.subarray(POOL) }
  const models = [
    ["A model that is right in 80 %, its errors at random", (seed: number) => erring(person, 0.8, seed)],
    [
      `A classifier of ${LEARNED} labels as the model: its errors are those of a classifier`,
      (seed: number) => learnedFrom(items, person, seed)
    ]
  ] as const
  const tables: Array<readonly [string, ReadonlyArray<string>]> = []
  for (const [title, labelsOf] of models) {
    const rows: Array<string> = []
    for (const budget of BUDGETS) {
      const draws: Array<ReadonlyArray<Compared>> = []
      for (let seed = 0; seed < seeds; seed++) {
        const model = yield* labelsOf(seed)
        draws.push(
          yield* compareAtCost({
            items,
            test,
            classes: CLASSES,
            person,
            model,
            cost: COST,
            budget,
            network: linear,
            config,
            seed
          })
        )
        console.error(`${title}: ${budget}, seed ${seed}`)
      }
      rows.push(...rowsOf(budget, draws))
    }
    tables.push([title, rows])
  }
  const text = page(seeds, tables)
  if (write) writeFileSync("docs/results/model-annotators.md", text)
  console.log(text)
})

await Effect.runPromise(
  main.pipe(
    withScratch,
    Effect.provide(Trainer.layer.pipe(Layer.provideMerge(TensorBackend.wasm))),
    Effect.provide(NodeServices.layer)
  )
)
