import { assert } from "@effect/vitest"
import { Notices } from "@marginalia/core/Notices"
import { encodeNpy } from "@marginalia/datasets/files/npy-write"
import { prepareFolder } from "@marginalia/experiments/folder"
import type { Experiment, Unit } from "@marginalia/experiments/unit"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { bytesIn } from "../test/folders.ts"
import { database, experimentWith, inQueue, quick, quickly, withServer } from "../test/world.ts"
import { bringRounds, exportRun, machines, Queue, queuedRuns, submit, work } from "./index.ts"

const spots = (): Uint8Array =>
  encodeNpy(Float32Array.from({ length: 120 }, (_, i) => (i >> 1) % 3 + Math.sin(i * 12.9898) / 5), [60, 2])

/** An experiment on files of its own, with a plugin, and a folder to move them to. */
const onFiles = Effect.map(folder, ({ path }) => {
  const [there, here] = [join(path, "there"), join(path, "here")]
  mkdirSync(there)
  mkdirSync(here)
  writeFileSync(join(there, "pool.npy"), spots())
  const labels = Array.from({ length: 60 }, (_, i) => `${i},${"abc"[i % 3]}`)
  writeFileSync(join(there, "labels.csv"), `id,label\n${labels.join("\n")}\n`)
  writeFileSync(
    join(there, "mine.ts"),
    `import { random } from "@marginalia/strategies"\nexport const whim = random()\n`
  )
  const { data } = quick()
  const unit: Unit = quick({
    data: {
      ...data,
      name: "spots",
      source: { kind: "files", pool: join(there, "pool.npy"), labels: join(there, "labels.csv") }
    },
    strategy: { name: "whim", text: "whim" },
    budget: 3
  })
  const experiment: Experiment = { ...experimentWith([unit], "spots"), plugins: [join(there, "mine.ts")] }
  return { path, there, here, experiment }
})

withServer("machines that differ", (it) => {
  it.effect(
    "find files below their own folders; the journal says what it says where they lay",
    () =>
      Effect.gen(function*() {
        const { experiment, here, path, there } = yield* onFiles, address = yield* database
        const notes: Array<string> = []
        yield* inQueue(
          address,
          Effect.gen(function*() {
            const { id } = yield* submit(experiment)
            yield* work(quickly())
            yield* exportRun(id, join(path, "one"))
          })
        )
        const other = yield* database
        yield* inQueue(
          other,
          Effect.gen(function*() {
            const { id } = yield* submit(experiment)
            renameSync(there, join(here, "moved"))
            const lacking = yield* Effect.forkChild(work(quickly({ machine: "bare", drain: false })))
            const told = Effect.map(machines(), ([one]) => one?.note ?? "")
            yield* Effect.repeat(told, { until: (note) => note !== "", schedule: Schedule.spaced(200) })
            assert.match((yield* machines())[0]!.note!, /the file [\w.]+ \(sha256 [0-9a-f]{12}\) is not at/)
            assert.strictEqual((yield* queuedRuns())[0]!.units.failed, 0)
            lacking.interruptUnsafe()
            yield* work(quickly({ machine: "full", roots: [here] }))
            yield* exportRun(id, join(path, "two"))
          }),
          notes
        )
        assert.match(notes.join("\n"), /left to other machines: the file/)
        const [one, two] = [bytesIn(join(path, "one")), bytesIn(join(path, "two"))]
        assert.deepStrictEqual([...two.keys()], [...one.keys()])
        for (const [name, bytes] of one) assert.isTrue(bytes.equals(two.get(name)!), name)
      }).pipe(Effect.scoped),
    60_000
  )

  it.effect("take files from the database when asked, and only then", () =>
    Effect.gen(function*() {
      const { experiment, here, there } = yield* onFiles, address = yield* database
      yield* inQueue(
        address,
        Effect.gen(function*() {
          yield* submit(experiment, { send: true })
          renameSync(there, join(here, "moved"))
          yield* work(quickly())
          const [run] = yield* queuedRuns()
          assert.deepStrictEqual([run!.units.done, run!.failures], [1, []])
        })
      )
    }).pipe(Effect.scoped), 60_000)

  it.effect("see another experiment where a file has changed", () =>
    Effect.gen(function*() {
      const { experiment, there } = yield* onFiles, address = yield* database
      yield* inQueue(
        address,
        Effect.gen(function*() {
          const first = yield* submit(experiment)
          writeFileSync(
            join(there, "labels.csv"),
            readFileSync(join(there, "labels.csv"), "utf8").replace("0,a", "0,b")
          )
          const second = yield* submit(experiment)
          assert.notStrictEqual(second.id, first.id)
          assert.isFalse(second.attached)
        })
      )
    }).pipe(Effect.scoped), 60_000)

  it.effect(
    "leave to others known data sets that they lack, and kernels that round otherwise",
    () =>
      Effect.gen(function*() {
        const address = yield* database, { data } = quick()
        const lacking = quick({
          data: { ...data, source: { kind: "known", dataset: "isic-2019", folder: "/nowhere" } }
        })
        yield* inQueue(
          address,
          Effect.gen(function*() {
            yield* submit(experimentWith([lacking], "unknown"))
            const { id } = yield* submit(experimentWith([quick()], "rounded"))
            const { sql } = yield* Queue
            yield* Effect.orDie(sql`UPDATE marginalia_experiment SET rounding = 'otherwise' WHERE id = ${id}`)
            const notes: Array<string> = []
            const fiber = yield* Effect.forkChild(
              work(quickly({ drain: false, slots: 2 })).pipe(
                Effect.provideService(Notices, { say: (line) => Effect.sync(() => void notes.push(line)) })
              )
            )
            const all = Effect.sync(() => notes.join("\n"))
            yield* Effect.repeat(all, {
              until: (text) => /isic-2019 is not on this machine/.test(text) && /round otherwise/.test(text),
              schedule: Schedule.spaced(100)
            })
            fiber.interruptUnsafe()
            assert.deepStrictEqual((yield* queuedRuns()).map(({ units }) => units.failed), [0, 0])
          })
        )
      }).pipe(Effect.scoped),
    60_000
  )

  it.effect("do not do again what was brought into the queue", () =>
    Effect.gen(function*() {
      const { path } = yield* folder, experiment = experimentWith([quick(), quick({ seed: 1 })])
      const [out, back] = [join(path, "out"), join(path, "back")]
      const address = yield* database
      yield* inQueue(
        address,
        Effect.gen(function*() {
          const { id } = yield* submit(experiment)
          yield* work(quickly())
          yield* exportRun(id, out)
        })
      )
      const other = yield* database
      yield* inQueue(
        other,
        Effect.gen(function*() {
          const { id } = yield* submit(experiment)
          yield* bringRounds(id, out)
          assert.strictEqual((yield* queuedRuns())[0]!.units.done, 2)
          const ends: Array<string> = []
          yield* work(quickly({ heard: ({ _tag }) => Effect.sync(() => void ends.push(_tag)) }))
          assert.deepStrictEqual(ends, ["Idle", "Idle"])
          yield* exportRun(id, back)
          yield* prepareFolder(back, experiment, true)
        })
      )
      const [one, two] = [bytesIn(out), bytesIn(back)]
      for (const [name, bytes] of two) assert.isTrue(bytes.equals(one.get(name)!), name)
    }).pipe(Effect.scoped), 60_000)
})
