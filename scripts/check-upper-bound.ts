/**
 * `npm run check:upper-bound -- FILE [--seeds 10] [--strategies random,margin,…]`: the oracle curve of an experiment file (docs/results/*.yaml, say): each round
 * all of its strategies choose a batch, and the batch is taken whose labels, if they were known, help most. Prints the accuracy of each
 * round, the area under it, and how often each strategy's batch was taken.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { scratchIn } from "@marginalia/datasets/scratch-scope"
import { prepareExperiment, readExperimentFile } from "@marginalia/experiments"
import { openData } from "@marginalia/experiments/data/load"
import { type BoundRound, upperBoundOf } from "@marginalia/experiments/upper-bound"
import * as Effect from "effect/Effect"
import { parseArgs } from "node:util"

const { positionals: [path], values } = parseArgs({
  allowPositionals: true,
  options: { seeds: { type: "string", default: "10" }, strategies: { type: "string" } }
})

const mean = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

const tell = (curves: ReadonlyArray<ReadonlyArray<BoundRound>>): void => {
  const areas = curves.map((rounds) => mean(rounds.map(({ metrics }) => metrics.accuracy)))
  const error = Math.sqrt(areas.reduce((sum, x) => sum + (x - mean(areas)) ** 2, 0) / (areas.length - 1) / areas.length)
  console.log("| labels | accuracy |\n| ---: | ---: |")
  for (const [at, { labeled }] of curves[0]!.entries()) {
    console.log(`| ${labeled} | ${mean(curves.map((rounds) => rounds[at]!.metrics.accuracy)).toFixed(4)} |`)
  }
  console.log(`AUBC ${mean(areas).toFixed(4)} ± ${error.toFixed(4)} over ${areas.length} seeds`)
  const taken = new Map<string, number>()
  for (const { strategy } of curves.flat()) taken.set(strategy, (taken.get(strategy) ?? 0) + 1)
  const often = [...taken].toSorted((a, b) => b[1] - a[1])
  console.log(`taken: ${often.map(([strategy, times]) => `${strategy} ${times}`).join(", ")}`)
}

const main = Effect.gen(function*() {
  const file = yield* readExperimentFile(path!), wanted = values.strategies?.split(",")
  const request = { file, data: [], strategies: [], seeds: Number(values.seeds), cwd: process.cwd() }
  const { experiment, registry } = yield* prepareExperiment(request)
  const units = experiment.units.map(({ unit }) => unit)
  const curves: Array<ReadonlyArray<BoundRound>> = []
  const data = yield* openData(units[0]!.data).pipe(scratchIn(yield* Effect.scope))
  for (const seed of new Set(units.map((unit) => unit.seed))) {
    const of = units.filter((unit) => unit.seed === seed), learning = JSON.stringify(of[0]!.learning)
    // Strategies that come with a learner of their own have another curve.
    const same = of.filter((unit) => JSON.stringify(unit.learning) === learning)
    const some = same.filter(({ strategy }) => wanted === undefined || wanted.includes(strategy.name))
    curves.push(yield* Effect.scoped(upperBoundOf(some, data, registry)))
    console.error(`seed ${seed}: ${curves.at(-1)!.at(-1)!.metrics.accuracy.toFixed(4)} with ${some.length} strategies`)
  }
  tell(curves)
})

await Effect.runPromise(main.pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
