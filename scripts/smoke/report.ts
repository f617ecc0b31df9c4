/// <reference types="node" />
/** A program that has `@marginalia/report`: the page of an experiment that was just run. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { holdFolder, prepareExperiment, prepareFolder, runExperiment } from "@marginalia/experiments"
import { loadItems, makeReport } from "@marginalia/report"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { readFileSync } from "node:fs"

const request = { preset: "supclust-tiny", data: ["digits"], strategies: ["random"], seeds: 2, scale: 0.05, cwd: "." }
const quiet = { start: () => Effect.void, report: () => Effect.void, crash: () => Effect.void }
const run = Effect.scoped(Effect.gen(function*() {
  const { experiment } = yield* prepareExperiment(request)
  yield* holdFolder("run")
  const found = yield* prepareFolder("run", experiment, false)
  yield* runExperiment({ experiment: found, folder: "run" }, { jobs: 1, observer: () => Effect.succeed(quiet) })
}))
const input = { paths: ["run"], out: "report", curve: "accuracy", comparePaper: false, noMap: true } as const
const rest = { control: Option.none(), reach: Option.none(), finished: false, quiet: true }
const report = makeReport({ ...input, ...rest }, loadItems)
await Effect.runPromise(Effect.andThen(run, report).pipe(Effect.provide(NodeServices.layer)))
console.log(readFileSync("report/index.html", "utf8").includes("random"))
// => true
