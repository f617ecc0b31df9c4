import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { folder } from "../../datasets/test/files.ts"
import { type Shape, spotsPool, writeExperiment } from "../test/experiment.ts"
import { readRuns } from "./read.ts"

const shape: Shape = {
  strategies: ["random", "margin"],
  seeds: 2,
  rounds: 3,
  budget: 2,
  pools: { spots: spotsPool(20) }
}

const written = (changes: Partial<Shape> = {}) =>
  Effect.gen(function*() {
    const { path, put } = yield* folder
    yield* writeExperiment(path, { ...shape, ...changes })
    return { path, put }
  })

describe("readRuns", () => {
  it.effect("reads a folder: the units in their order, as far as they got", () =>
    Effect.gen(function*() {
      const { path } = yield* written({ unfinished: 2 })
      const { experiment, remarks, runs } = yield* readRuns([path])
      assert.strictEqual(experiment!.name, "a small comparison")
      assert.deepStrictEqual(
        runs.map(({ finished, rounds, seed, strategy }) => [strategy, seed, rounds.length, finished]),
        [
          ["random", 0, 3, true],
          ["random", 1, 3, true],
          ["margin", 0, 3, true],
          ["margin", 1, 2, false]
        ]
      )
      assert.deepStrictEqual(remarks, ["units/spots/margin/1.db is unfinished: 2 of 3 rounds"])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("says what was not started", () =>
    Effect.gen(function*() {
      const { path, put } = yield* written()
      const text = JSON.stringify({
        ...(yield* readRuns([path])).experiment,
        units: (yield* readRuns([path])).experiment!.units.map((one) => ({
          ...one,
          file: one.file.replace("/1.db", "/7.db")
        }))
      })
      put("experiment.json", text)
      const { remarks, runs } = yield* readRuns([path])
      assert.strictEqual(runs.length, 2)
      assert.deepStrictEqual(remarks, [
        "units/spots/random/7.db was not started",
        "units/spots/margin/7.db was not started"
      ])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("leaves a damaged journal out, and says so", () =>
    Effect.gen(function*() {
      const { path } = yield* written()
      const database = new DatabaseSync(join(path, "units/spots/random/0.db"))
      database.exec("DROP TRIGGER event_is_final; UPDATE event SET body = replace(body, '\"round\":1', '\"round\":2')")
      database.close()
      const { remarks, runs } = yield* readRuns([path])
      assert.strictEqual(runs.length, 3)
      assert.match(remarks[0]!, /^units\/spots\/random\/0\.db is left out: .*event 3 is not what was written/)
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("reads journals one by one, and finds the experiment around them", () =>
    Effect.gen(function*() {
      const { path } = yield* written()
      const { experiment, runs } = yield* readRuns([join(path, "units/spots/margin/0.db")])
      assert.deepStrictEqual([experiment!.name, runs[0]!.dataset, runs[0]!.strategy], [
        "a small comparison",
        "spots",
        "margin"
      ])
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("reads a journal that stands alone by what it says itself", () =>
    Effect.gen(function*() {
      const [{ path }, alone] = [yield* written(), yield* folder]
      const file = alone.put(
        "mine.db",
        yield* Effect.promise(() =>
          import("node:fs/promises").then((fs) => fs.readFile(join(path, "units/spots/margin/0.db")))
        )
      )
      const { experiment, remarks, runs } = yield* readRuns([file])
      assert.isUndefined(experiment)
      assert.deepStrictEqual([runs[0]!.dataset, runs[0]!.strategy, runs[0]!.unit], ["data", "margin", undefined])
      assert.match(remarks[0]!, /the head counter is missing/)
    }).pipe(Effect.provide(NodeServices.layer)))

  it.effect("refuses what is no experiment, and nothing to report", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder
      const message = (paths: ReadonlyArray<string>) =>
        Effect.map(Effect.flip(readRuns(paths)), (error) => error.message)
      assert.match(yield* message([path]), /no such file or folder/)
      put("experiment.json", "{}")
      assert.match(yield* message([path]), /is no experiment of version 1/)
      assert.match(
        yield* message([path, `${path}/experiment.json`]),
        /give folders of experiments, or journals \(.db\); not both/
      )
      assert.match(yield* message([path, `${path}/`]), /is named twice; name each once/)
      const whole = yield* written()
      put("experiment.json", JSON.stringify((yield* readRuns([whole.path])).experiment))
      assert.match(yield* message([path]), /nothing to report/)
    }).pipe(Effect.provide(NodeServices.layer)))
})
