/** A program that has `@marginalia/experiments`: an experiment, run here and by two processes, with the same end. */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { finishedRuns, holdFolder, prepareExperiment, prepareFolder, runExperiment } from "@marginalia/experiments"
import * as Effect from "effect/Effect"

const request = { preset: "supclust-tiny", data: ["digits"], strategies: ["random"], seeds: 2, scale: 0.05, cwd: "." }
const quiet = { start: () => Effect.void, report: () => Effect.void, crash: () => Effect.void }
const runIn = (folder: string, jobs: number) =>
  Effect.scoped(Effect.gen(function*() {
    const { experiment } = yield* prepareExperiment(request)
    yield* holdFolder(folder)
    const found = yield* prepareFolder(folder, experiment, false)
    const failures = yield* runExperiment({ experiment: found, folder }, {
      jobs,
      observer: () => Effect.succeed(quiet)
    })
    for (const failure of failures) console.log(failure.problem)
    return yield* finishedRuns(folder, found)
  }))
const program = Effect.all([runIn("here", 1), runIn("apart", 2)])
const [here, apart] = await Effect.runPromise(program.pipe(Effect.provide(NodeServices.layer)))
const curves = (runs: typeof here) => JSON.stringify(runs.map(({ accuracy, labels, seed }) => [seed, labels, accuracy]))
console.log(here.length, curves(here) === curves(apart))
// => 4 true
