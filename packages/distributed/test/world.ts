/**
 * What tests of the queue share: a server, an empty database each, workers in this process, and time that stands still.
 */
import * as NodeServices from "@effect/platform-node/NodeServices"
import { describe, layer } from "@effect/vitest"
import { Notices } from "@marginalia/core/Notices"
import { experimentOf } from "@marginalia/experiments"
import type { Experiment, Unit } from "@marginalia/experiments/unit"
import type { Outcome, Report } from "@marginalia/experiments/work/messages"
import type { Worker } from "@marginalia/experiments/work/process"
import { makeRunTask } from "@marginalia/experiments/work/run-task"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Semaphore from "effect/Semaphore"
import { unitOf } from "../../experiments/test/unit.ts"
import { openQueue, Queue, type WorkerOptions } from "../src/index.ts"
import { lacking, type Postgres, startPostgres } from "./postgres.ts"

/** The server of a test file. */
export class Server extends Context.Service<Server, Postgres>()("@marginalia/distributed/test/Server") {}

const server = Layer.effect(
  Server,
  Effect.acquireRelease(Effect.promise(startPostgres), (one) => Effect.sync(one.stop))
)

/** A group of tests with a server; skipped with the reason where there is no PostgreSQL. */
export const withServer = (name: string, tests: Parameters<ReturnType<typeof layer<Server, never>>>[1]): void => {
  const reason = lacking()
  if (reason === undefined) return layer(server, { timeout: 120_000, excludeTestServices: true })(name, tests)
  console.warn(`${name}: skipped: ${reason}`)
  describe.skip(`${name} (${reason})`, () => {})
}

let databases = 0

/** An empty database of its own, as an address. */
export const database = Effect.map(Server, (one) => one.database(`test_${process.pid}_${databases++}`))

/** Does something with the queue at an address, and gives what was noted. */
export const inQueue = <A, E, R>(address: string, effect: Effect.Effect<A, E, R>, notes: Array<string> = []) =>
  Effect.gen(function*() {
    const queue = yield* openQueue(address)
    return yield* Effect.provideService(effect, Queue, queue)
  }).pipe(
    Effect.scoped,
    Effect.provideService(Notices, { say: (line) => Effect.sync(() => void notes.push(line)) }),
    Effect.provide(NodeServices.layer)
  )

/** Time stands still, and sleepers wake: what is measured is 0, so that two runs are the same bytes. */
export const frozen: Clock.Clock = Object.assign(Object.create(Clock.Clock.defaultValue()) as Clock.Clock, {
  currentTimeNanosUnsafe: () => 0n,
  currentTimeNanos: Effect.succeed(0n)
})

/** Units share this process, as they never do in life: what they share in it, a device and kernels, is one's at a time. */
const alone = Semaphore.makeUnsafe(1)

/** Does units in this process, one at a time, whoever's they are. */
export const inProcess = (): Worker => {
  const waiting = new Map<number, () => void>()
  const run = (task: Parameters<Worker["run"]>[0], hear: (report: Report) => void) =>
    Effect.gen(function*() {
      let last: Outcome = { _tag: "Crashed", index: task.index, problem: "it told nothing" }
      const runTask = makeRunTask({
        scope: yield* Effect.scope,
        threads: 1,
        keep: ({ index }, event) =>
          Effect.callback<void>((resume) => {
            waiting.set(event.seq, () => resume(Effect.void))
            hear({ _tag: "Event", index, event })
          })
      })
      yield* runTask(task, (report) =>
        Effect.sync(() =>
          report._tag === "Done" || report._tag === "Failed" ? void (last = report) : hear(report)
        ))
      return last as Outcome
    }).pipe(
      Effect.orDie,
      Effect.scoped,
      alone.withPermits(1),
      Effect.provideService(Clock.Clock, frozen),
      Effect.provide(NodeServices.layer)
    )
  return { run, answer: ({ seq }) => waiting.get(seq)?.(), stop: () => {} }
}

/** A worker's options with leases that tests can wait for. */
export const quickly = (more: Partial<WorkerOptions> = {}): WorkerOptions => ({
  slots: 1,
  drain: true,
  start: inProcess,
  lease: { expiration: 2000, refresh: 500 },
  ...more
})

/** An experiment of these units. */
export const experimentWith = (units: ReadonlyArray<Unit>, name = "digits"): Experiment =>
  experimentOf({ name, preset: null, scaled: null, control: "random", plugins: [], units }, [])

/** A unit that takes no second. */
export const quick = (changes: Partial<Unit> = {}): Unit => {
  const unit = unitOf({ rounds: 2, ...changes })
  return { ...unit, learning: { ...unit.learning, recipe: { ...unit.learning.recipe, epochs: 3 } } }
}

/** Two strategies with two seeds each. */
export const four = (): ReadonlyArray<Unit> =>
  ["random", "margin"].flatMap((text) => [0, 1].map((seed) => quick({ seed, strategy: { name: text, text } })))
