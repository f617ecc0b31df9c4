/**
 * A prepared experiment, carried out: what is unfinished is run, and the tables are printed.
 */
import * as Message from "@marginalia/core/Message"
import { note } from "@marginalia/core/Notices"
import { visible } from "@marginalia/core/Visible"
import { counted } from "@marginalia/core/Words"
import { finishedRuns } from "@marginalia/experiments/finished-runs"
import { type Prepared, runExperiment } from "@marginalia/experiments/run-experiment"
import { withinMemory } from "@marginalia/experiments/selection/resident"
import { taskOf, titleOf } from "@marginalia/experiments/unit"
import type { Failure } from "@marginalia/experiments/work/dispatch"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { asFlag } from "../render.ts"
import { printData } from "../terminal/print.ts"
import { layer as progress } from "../terminal/progress.ts"
import { type Format, printed } from "./results.ts"
import { terminalOracle } from "./terminal.ts"
import { watch } from "./watch.ts"

/** Some units could not be run to their end. */
export class UnitsFailed extends Data.TaggedError("UnitsFailed")<{
  readonly failures: ReadonlyArray<Failure>
  readonly exitCode: number
  /** Where the journals are; undefined where they are in a queue. */
  readonly folder: string | undefined
  /** How to go on. */
  readonly again: string
}> {
  /** Its message has a line a unit. */
  readonly multiline = true
  override get message(): string {
    const lines = this.failures.map(({ problem, task }) =>
      `  ${visible(`${titleOf(task.unit)}: ${Message.render(problem, asFlag)}`)}`
    )
    const count = counted(this.failures.length, "unit")
    return [
      `${count} failed; when the reason is gone, go on with: ${this.again}`,
      ...lines.slice(0, 10),
      ...(lines.length > 10 ? [`  and ${lines.length - 10} more`] : [])
    ].join("\n")
  }
}

/** How the tables are written. */
export interface Written {
  readonly format: Format
  readonly safeCsv: boolean
}

const finish = Effect.fnUntraced(function*(
  { experiment, folder }: Prepared,
  failures: ReadonlyArray<Failure>,
  written: Written
) {
  const runs = yield* finishedRuns(folder, experiment)
  const text = printed(runs, experiment.control, written.format, written.safeCsv)
  if (text !== "") yield* printData(text)
  const reported = experiment.units.some(({ unit }) => taskOf(unit.data) === undefined)
  yield* note(`the journals are in ${folder}${reported ? `; see them whole with: marginalia report ${folder}` : ""}`)
  if (failures.length === 0) return
  return yield* new UnitsFailed({
    failures,
    folder,
    exitCode: Math.max(...failures.map(({ code }) => code)),
    again: `marginalia run ${folder} --resume`
  })
})

/** How many bytes it may take, and about how many it will. */
export interface Within {
  readonly limit: number
  readonly planned: number
}

/**
 * See the module. Stopped, it says how to go on. Fails with {@link UnitsFailed}, after the tables of the others, and with
 * `MemoryExceeded` before more memory is taken than `within` allows.
 */
export const carryOut = Effect.fn("carryOut")(function*(
  prepared: Prepared,
  jobs: number,
  written: Written,
  within?: Within
) {
  const { folder } = prepared
  const terminal = yield* terminalOracle
  const running = Effect.scoped(runExperiment(prepared, { jobs, observer: watch, terminal })).pipe(
    Effect.onInterrupt(() => note(`stopped; go on with: marginalia run ${folder} --resume`))
  )
  const kept = within === undefined
    ? running
    : withinMemory(running, { ...within, fewer: jobs > 1 ? "jobs" : undefined })
  const failures = yield* Effect.provide(kept, progress)
  yield* finish(prepared, failures, written)
})
