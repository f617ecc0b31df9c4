import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { unitOf } from "../../test/unit.ts"
import { digest, readJournal } from "../journal.ts"
import type { Unit } from "../unit.ts"
import { dispatch, type Observer } from "./dispatch.ts"
import type { Report, Task } from "./messages.ts"
import { runInProcess } from "./run-in-process.ts"

const quick = (changes: Partial<Unit>): Unit => {
  const unit = unitOf({ rounds: 2, ...changes })
  return { ...unit, learning: { ...unit.learning, recipe: { ...unit.learning.recipe, epochs: 5 } } }
}

const listening = () => {
  const reports: Array<Report> = [], crashes: Array<string> = []
  const observer: Observer = {
    start: () => Effect.void,
    report: (report) => Effect.sync(() => void reports.push(report)),
    crash: (_, problem) => Effect.sync(() => void crashes.push(problem))
  }
  return { observer, crashes, reports }
}

const tasksIn = (path: string, units: ReadonlyArray<Unit>, plugins: ReadonlyArray<string> = []): ReadonlyArray<Task> =>
  units.map((unit, index) => ({ index, unit, path: join(path, `${index}.db`), plugins }))

const digests = (tasks: ReadonlyArray<Task>) =>
  Effect.forEach(tasks, ({ path }) => Effect.map(readJournal(path), ({ entries }) => digest(entries)))

/** Kills its process the first time, or every time, that it is imported by a worker. */
const killer = (mark: string, always: boolean): string => `
import { existsSync, writeFileSync } from "node:fs"
import { random } from "@marginalia/strategies"
export const deadly = random()
if (process.send !== undefined && (${always} || !existsSync(${JSON.stringify(mark)}))) {
  writeFileSync(${JSON.stringify(mark)}, "x")
  process.kill(process.pid, "SIGKILL")
}
`

describe("dispatch", () => {
  it.effect("comes to the same journals in two processes as in this one", () =>
    Effect.gen(function*() {
      const units = [quick({ strategy: { name: "margin", text: "margin" } }), quick({ seed: 1 }), quick({ seed: 2 })]
      const found = yield* Effect.forEach([0, 2], (jobs) =>
        Effect.gen(function*() {
          const { path } = yield* folder, tasks = tasksIn(path, units), { observer, reports } = listening()
          const failures = yield* jobs === 0 ? runInProcess(tasks, observer) : dispatch(tasks, jobs, observer)
          assert.deepStrictEqual(failures, [])
          assert.lengthOf(reports.filter(({ _tag }) => _tag === "Done"), 3)
          assert.lengthOf(reports.filter(({ _tag }) => _tag === "Round"), 6)
          return yield* digests(tasks)
        }))
      assert.deepStrictEqual(found[1], found[0])
      assert.strictEqual(new Set(found[0]).size, 3)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("keeps the items of one data set apart from another's", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, other = quick({}).data
      const units = [quick({}), quick({ data: { ...other, holdOut: { fraction: 0.5, seed: 0 } } }), quick({ seed: 1 })]
      const tasks = tasksIn(path, units)
      yield* runInProcess(tasks, listening().observer)
      const alone = yield* Effect.forEach(units, (unit, i) => {
        const task = { index: 0, unit, path: join(path, `alone-${i}.db`), plugins: [] }
        return Effect.andThen(runInProcess([task], listening().observer), digests([task]))
      })
      assert.deepStrictEqual(yield* digests(tasks), alone.flat())
      assert.strictEqual(new Set(alone.flat()).size, 3)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("begins the task of a process that crashed once more, and names it; gives up one that crashes twice", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, { observer, crashes, reports } = listening()
      const mark = join(path, "mark")
      const plugins = [put("once.ts", killer(mark, false)), put("always.ts", killer(join(path, "other"), true))]
      const [once, always, good] = tasksIn(path, [quick({}), quick({ seed: 1 }), quick({ seed: 2 })])
      const tasks = [{ ...once!, plugins: [plugins[0]!] }, { ...always!, plugins: [plugins[1]!] }, good!]
      const failures = yield* dispatch(tasks, 1, observer)
      assert.lengthOf(crashes, 2)
      for (const crash of crashes) assert.match(crash, /its process ended with SIGKILL/)
      assert.strictEqual(readFileSync(mark, "utf8"), "x")
      assert.deepStrictEqual(failures.map(({ code, task }) => [task.index, code]), [[1, 2]])
      assert.match(Message.toCode(failures[0]!.problem), /ended with SIGKILL.*, twice/)
      assert.deepStrictEqual(reports.filter(({ _tag }) => _tag === "Done").map(({ index }) => index), [0, 2])
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))

  it.effect("names what a task cannot do, with its exit code; leaves the rest when the first five all fail, and only then", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const wrong = Array.from({ length: 8 }, (_, seed) => {
        const unit = quick({ seed })
        return { ...unit, learning: { ...unit.learning, backend: "abacus" } }
      })
      const { observer, reports } = listening()
      assert.lengthOf(yield* runInProcess(tasksIn(path, wrong), observer), 5)
      assert.lengthOf(reports.filter(({ _tag }) => _tag === "Failed"), 5)
      const failures = yield* dispatch(tasksIn(path, wrong), 1, observer)
      assert.lengthOf(failures, 5)
      assert.match(Message.toCode(failures[0]!.problem), /there is no backend "abacus"/)
      assert.strictEqual(failures[0]!.code, 1)
      const other = yield* folder
      assert.lengthOf(yield* runInProcess(tasksIn(other.path, [quick({}), ...wrong]), observer), 8)
    }).pipe(Effect.scoped, Effect.provide(NodeServices.layer)))
})
