/**
 * `npm run check:audit`: how many labels that were made wrong an audit finds, on the digits and on Fashion-MNIST, and how many of
 * those that it lists are wrong; ends with 1 where it finds fewer than nine in ten of 10 % on the digits. With `--write` the table
 * goes to docs/results/audit.md.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { range, subset } from "@marginalia/datasets/items"
import { readItems } from "@marginalia/datasets/read-items"
import { withScratch } from "@marginalia/datasets/scratch-scope"
import { TensorBackend, Trainer, trainingConfigs } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { writeFileSync } from "node:fs"
import { auditPlanted, type Found } from "../packages/models/test/planted.ts"

/** Drawn so often, on each set and at each share. */
const SEEDS = [0, 1, 2]

const SETS = [["digits", 1797, 200], ["fashion-mnist", 10_000, 40]] as const

interface Row {
  readonly set: string
  readonly share: number
  readonly found: ReadonlyArray<ReadonlyArray<Found>>
}

const rowsOf = Effect.fnUntraced(function*(set: string, most: number, epochs: number) {
  const found = yield* readItems(set), truth = found.labels!, count = Math.min(most, found.ids.length)
  const items = subset(found.items, range(0, count)), rows: Array<Row> = []
  const config = { ...trainingConfigs.supclustLinear, epochs }
  for (const share of [0.1, 0.2]) {
    const seeds = set === "digits" ? SEEDS : SEEDS.slice(0, 1)
    const each = yield* Effect.forEach(
      seeds,
      (seed) => auditPlanted(items, truth.subarray(0, count), found.classNames.length, { share, seed, config })
    )
    rows.push({ set: `${set}, ${count} items, ${epochs} epochs`, share, found: each })
    console.error(`${set} at ${share}`)
  }
  return rows
})

const mean = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

const lines = ({ found, set, share }: Row): ReadonlyArray<string> =>
  found[0]!.map(({ rule }, i) => {
    const of = (name: "listed" | "precision" | "recall") => mean(found.map((each) => each[i]![name]))
    const cells = [
      set,
      `${100 * share} %`,
      rule,
      of("listed").toFixed(0),
      of("precision").toFixed(3),
      of("recall").toFixed(3)
    ]
    return `| ${cells.join(" | ")} |`
  })

const page = (rows: ReadonlyArray<Row>): string =>
  [
    "# Wrong labels found",
    "",
    "Some labels were made one of the other classes, drawn at random; a linear classifier on the pixels was cross-validated by",
    "five folds (`marginalia audit`, with the recipe `supclust-linear`), and what each rule of `--by` lists was counted. The means",
    `of ${SEEDS.length} draws on the digits, one on Fashion-MNIST. \`npm run check:audit -- --write\` makes this page again.`,
    "",
    "| data | made wrong | rule | listed | precision | recall |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows.flatMap(lines),
    "",
    "What is listed and was not made wrong is what the classifier itself gets wrong, and labels of the data set that are wrong.",
    ""
  ].join("\n")

const main = Effect.gen(function*() {
  const rows = (yield* Effect.forEach(SETS, ([set, most, epochs]) => rowsOf(set, most, epochs))).flat()
  const text = page(rows)
  if (process.argv.includes("--write")) writeFileSync("docs/results/audit.md", text)
  console.log(text)
  const recall = mean(rows[0]!.found.map((each) => each.at(-1)!.recall))
  if (recall < 0.9) process.exitCode = 1
})

const layer = Trainer.layer.pipe(Layer.provideMerge(TensorBackend.of("wasm")), Layer.provideMerge(NodeServices.layer))
await Effect.runPromise(withScratch(main).pipe(Effect.scoped, Effect.provide(layer)))
