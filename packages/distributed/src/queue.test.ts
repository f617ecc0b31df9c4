import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import { holdFolder, prepareFolder } from "@marginalia/experiments/folder"
import { runExperiment } from "@marginalia/experiments/run-experiment"
import type { Report } from "@marginalia/experiments/work/messages"
import type { Worker } from "@marginalia/experiments/work/process"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { bytesIn, differing, differingEvents } from "../test/folders.ts"
import {
  database,
  experimentWith,
  four,
  frozen,
  inProcess,
  inQueue,
  quick,
  quickly,
  withServer
} from "../test/world.ts"
import { exportRun, findRun, machines, prune, Queue, queuedRuns, submit, waitFor, work } from "./index.ts"

const silent = () => Effect.succeed({ start: () => Effect.void, report: () => Effect.void, crash: () => Effect.void })

/** What a run on one machine writes. */
const oneMachine = (out: string, experiment: ReturnType<typeof experimentWith>) =>
  Effect.gen(function*() {
    yield* holdFolder(out)
    yield* prepareFolder(out, experiment, false)
    yield* runExperiment({ experiment, folder: out }, { jobs: 1, observer: silent })
  }).pipe(Effect.scoped, Effect.provideService(Clock.Clock, frozen), Effect.provide(NodeServices.layer))

withServer("a queue", (it) => {
  it.effect(
    "has units run by workers that come before and after, and writes the bytes that one machine writes",
    () =>
      Effect.gen(function*() {
        const { path } = yield* folder, address = yield* database
        const experiment = experimentWith(four()), notes: Array<string> = []
        const [one, queue] = [join(path, "one"), join(path, "queue")]
        yield* oneMachine(one, experiment)
        const told: Array<string> = []
        const listening = () =>
          Effect.succeed({
            ...Effect.runSync(silent()),
            report: (report: { readonly _tag: string }) => Effect.sync(() => void told.push(report._tag))
          })
        yield* inQueue(
          address,
          Effect.gen(function*() {
            const early = yield* Effect.forkChild(work(quickly({ drain: false, machine: "early" })))
            const { attached, id } = yield* submit(experiment)
            assert.isFalse(attached)
            assert.deepStrictEqual(yield* submit(experiment), { id, attached: true })
            yield* Effect.forkChild(work(quickly({ machine: "late" })))
            assert.deepStrictEqual(yield* waitFor(id, experiment, listening), [])
            const [run] = yield* queuedRuns()
            assert.deepStrictEqual([run!.state, run!.units.done, run!.rounds.done], ["finished", 4, 8])
            assert.include((yield* machines()).map(({ name }) => name), "early")
            yield* exportRun(id, queue)
            void early
          }),
          notes
        )
        assert.lengthOf(told.filter((tag) => tag === "Round"), 8)
        assert.lengthOf(told.filter((tag) => tag === "Done"), 4)
        assert.lengthOf([...bytesIn(one).keys()], 4 * 3 + 2)
        assert.deepStrictEqual(yield* Effect.promise(() => differingEvents(one, queue)), [])
        assert.deepStrictEqual(differing(one, queue), [], "the events are the same")
        assert.match(notes.join("\n"), /is in the queue already/)
      }).pipe(Effect.scoped),
    60_000
  )

  it.effect(
    "hands a unit back at once when its worker is stopped, and takes it from one that is lost",
    () =>
      Effect.gen(function*() {
        const address = yield* database, experiment = experimentWith([quick()])
        const stuck = (): Worker => ({ ...inProcess(), run: () => Effect.never })
        yield* inQueue(
          address,
          Effect.gen(function*() {
            const { id } = yield* submit(experiment)
            const state = Effect.map(queuedRuns(), ([run]) => run!.units.running)
            const until = (wanted: number) =>
              Effect.repeat(state, { until: (found) => found === wanted, schedule: Schedule.spaced(50) })
            const fiber = yield* Effect.forkChild(work(quickly({ start: stuck, drain: false })))
            yield* until(1)
            yield* Effect.raceFirst(Effect.sleep("20 seconds"), until(1))
            fiber.interruptUnsafe()
            yield* until(0)
            yield* work(quickly())
            assert.deepStrictEqual(yield* waitFor(id, experiment, silent), [])
          })
        )
      }).pipe(Effect.scoped),
    60_000
  )

  it.effect("catches two machines that disagree, names both, and says in what", () =>
    Effect.gen(function*() {
      const address = yield* database, experiment = experimentWith([quick()])
      const go = yield* Deferred.make<void>()
      const otherwise = (report: Report): Report =>
        report._tag === "Event" && report.event.seq === 3
          ? { ...report, event: { ...report.event, body: report.event.body.replace(/"cost":\d+/, "\"cost\":99") } }
          : report
      const slow = (): Worker => {
        const worker = inProcess()
        const run: Worker["run"] = (task, hear) =>
          Effect.andThen(Deferred.await(go), worker.run(task, (report) => hear(otherwise(report))))
        return { ...worker, run }
      }
      const failures = yield* inQueue(
        address,
        Effect.gen(function*() {
          const { id } = yield* submit(experiment)
          // As a worker that is cut off: it is at work, and not heard.
          const lease = { expiration: 500, refresh: 60_000 }
          yield* Effect.forkChild(work(quickly({ machine: "right", start: slow, lease, drain: false })))
          yield* Effect.repeat(queuedRuns(), {
            until: ([run]) => run!.units.running === 1,
            schedule: Schedule.spaced(50)
          })
          yield* work(quickly({ machine: "left", lease }))
          yield* Deferred.succeed(go, undefined)
          yield* Effect.repeat(queuedRuns(), {
            until: ([run]) => run!.units.failed === 1,
            schedule: Schedule.spaced(50)
          })
          return yield* waitFor(id, experiment, silent)
        })
      )
      assert.deepStrictEqual(failures.map(({ code }) => code), [2])
      const text = Message.toCode(failures[0]!.problem)
      assert.match(text, /left and right disagree in round 1: cost differ; what left wrote is kept/)
    }).pipe(Effect.scoped), 60_000)

  it.effect(
    "tells why a unit failed, leaves the others alone, and begins it anew when asked",
    () =>
      Effect.gen(function*() {
        const address = yield* database, good = quick()
        const experiment = experimentWith([
          good,
          { ...quick({ seed: 1 }), learning: { ...good.learning, backend: "abacus" } }
        ])
        yield* inQueue(
          address,
          Effect.gen(function*() {
            const { id } = yield* submit(experiment)
            yield* work(quickly({ slots: 2 }))
            const failures = yield* waitFor(id, experiment, silent)
            assert.deepStrictEqual(failures.map(({ code, task }) => [task.index, code]), [[1, 1]])
            assert.match(Message.toCode(failures[0]!.problem), /there is no backend "abacus"/)
            const [run] = yield* queuedRuns()
            assert.deepStrictEqual([run!.state, run!.units.done, run!.units.failed], ["finished", 1, 1])
            assert.strictEqual(run!.failures[0]!.number, 1)
            yield* submit(experiment)
            assert.strictEqual((yield* queuedRuns())[0]!.units.failed, 1)
            yield* submit(experiment, { again: true })
            const [again] = yield* queuedRuns()
            assert.deepStrictEqual([again!.units.failed, again!.units.done], [0, 1])
            yield* work(quickly())
            assert.strictEqual((yield* queuedRuns())[0]!.units.failed, 1)
          })
        )
      }).pipe(Effect.scoped),
    60_000
  )

  it.effect(
    "goes on with an export that was cut short, and prunes only what is old, finished and exported",
    () =>
      Effect.gen(function*() {
        const { path } = yield* folder, address = yield* database
        const [first, second] = [experimentWith([quick()]), experimentWith([quick({ seed: 5 })])]
        yield* inQueue(
          address,
          Effect.gen(function*() {
            const { id } = yield* submit(first)
            const ambiguous = submit(second)
            const early = yield* exportRun(id, join(path, "out"))
            assert.isFalse(early.whole)
            yield* work(quickly())
            assert.deepStrictEqual(yield* prune({ age: 0 }), { removed: [], kept: [`digits@${id.slice(0, 8)}`] })
            yield* exportRun(id, join(path, "out"), false)
            yield* exportRun(id, join(path, "other"), false)
            assert.deepStrictEqual(differing(join(path, "out"), join(path, "other")), [])
            assert.lengthOf((yield* prune({ age: 0 })).removed, 0)
            yield* exportRun(id, join(path, "out"))
            assert.lengthOf((yield* prune({ age: 60_000 })).removed, 0)
            const later = yield* ambiguous
            const error = yield* Effect.flip(findRun("digits"))
            assert.deepStrictEqual([error.reason, error.exitCode], ["Ambiguous", 1])
            assert.deepStrictEqual(error.allowed, [id, later.id].map((one) => `digits@${one.slice(0, 8)}`))
            assert.strictEqual((yield* findRun(`digits@${later.id.slice(0, 8)}`)).id, later.id)
            assert.strictEqual((yield* findRun(id.slice(0, 12))).id, id)
            assert.strictEqual((yield* Effect.flip(findRun("letters"))).reason, "Unknown")
            assert.deepStrictEqual(yield* prune({ age: 0, unexported: true }), {
              removed: [`digits@${id.slice(0, 8)}`],
              kept: []
            })
            assert.deepStrictEqual((yield* queuedRuns()).map((run) => run.id), [later.id])
            const waiting = yield* Effect.forkChild(Effect.flip(waitFor(later.id, second, silent)))
            yield* Effect.sleep(200)
            yield* Effect.orDie((yield* Queue).sql`DELETE FROM marginalia_experiment`)
            assert.match((yield* Fiber.join(waiting)).message, /was removed while it was waited for/)
          })
        )
      }).pipe(Effect.scoped),
    60_000
  )
})
