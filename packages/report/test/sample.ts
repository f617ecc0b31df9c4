/**
 * Writes the experiment that the report is looked at with: `node test/report/sample.ts FOLDER [seeds] [rounds]`.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { loadData } from "@marginalia/experiments/data/load"
import * as Effect from "effect/Effect"
import { mkdirSync } from "node:fs"
import { dataOf, writeExperiment } from "./experiment.ts"

const [folder = "sample", seeds = "6", rounds = "8"] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })

const program = Effect.gen(function*() {
  const digits = yield* loadData(dataOf("digits"))
  yield* writeExperiment(folder, {
    strategies: ["random", "typiclust", "supclust", "margin", "entropy", "kcenter", "least-confidence", "probcover"],
    seeds: Number(seeds),
    rounds: Number(rounds),
    budget: 10,
    pools: { digits },
    unfinished: 6
  })
})
await Effect.runPromise(Effect.provide(program, NodeServices.layer))
