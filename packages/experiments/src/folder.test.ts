import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { existsSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../datasets/test/files.ts"
import { experimentWith } from "../test/experiment.ts"
import { unitOf } from "../test/unit.ts"
import { holdFolder, prepareFolder, readExperiment, stateOf } from "./folder.ts"

const experiment = (seed = 0) => experimentWith({ seed })

const inFolder = <A, E>(
  f: (path: string) => Effect.Effect<A, E, NodeServices.NodeServices | import("effect/Scope").Scope>
) => Effect.flatMap(folder, ({ path }) => f(join(path, "run"))).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

describe("prepareFolder", () => {
  it.effect("writes what is run, and reads it again to go on", () =>
    inFolder((path) =>
      Effect.gen(function*() {
        const wanted = experiment()
        yield* prepareFolder(path, wanted, false)
        assert.deepStrictEqual(yield* readExperiment(path), wanted)
        assert.isTrue(existsSync(join(path, "units/digits/random")))
        assert.strictEqual(wanted.units[0]!.file, "units/digits/random/0.db")
        assert.deepStrictEqual(yield* prepareFolder(path, experiment(), true), wanted)
      })
    ))

  it.effect("refuses to begin again, and to go on with something else", () =>
    inFolder((path) =>
      Effect.gen(function*() {
        yield* prepareFolder(path, experiment(), false)
        const again = yield* Effect.flip(prepareFolder(path, experiment(), false))
        assert.match(again.message, /holds the experiment e already; pass `resume: true`/)
        const other = yield* Effect.flip(prepareFolder(path, experiment(1), true))
        assert.match(other.message, /other units than this one/)
        for (const error of [again, other]) assert.deepInclude(error, { setting: "out", value: path })
      })
    ))

  it.effect("says what is no experiment", () =>
    inFolder((path) =>
      Effect.gen(function*() {
        yield* prepareFolder(path, experiment(), false)
        writeFileSync(join(path, "experiment.json"), "{}")
        assert.match((yield* Effect.flip(readExperiment(path))).message, /no experiment of version 1/)
      })
    ))
})

describe("readExperiment", () => {
  it.effect("refuses journals outside of the folder, and one of two units", () =>
    inFolder((path) =>
      Effect.gen(function*() {
        const wanted = experiment(), [{ unit } = { unit: unitOf({}) }] = wanted.units
        yield* prepareFolder(path, wanted, false)
        symlinkSync("/", join(path, "root"))
        const put = (...files: ReadonlyArray<string>) =>
          writeFileSync(
            join(path, "experiment.json"),
            JSON.stringify({ ...wanted, units: files.map((file) => ({ file, unit })) })
          )
        for (const file of ["../0.db", "/etc/0.db", "units/../../0.db", "root/etc/0.db", "C:\\0.db"]) {
          put(file)
          const error = yield* Effect.flip(readExperiment(path))
          assert.match(error.message, /it names the journal ".*": it (leads out|is an absolute path|is a link)/)
        }
        put("units/0.db", "units/0.db")
        assert.match((yield* Effect.flip(readExperiment(path))).message, /two units have it/)
      })
    ))
})

describe("holdFolder", () => {
  it.effect("lets one in at a time", () =>
    inFolder((path) =>
      Effect.gen(function*() {
        yield* Effect.scoped(Effect.gen(function*() {
          yield* holdFolder(path)
          const second = yield* Effect.flip(Effect.scoped(holdFolder(path)))
          assert.match(second.message, /another marginalia is running this experiment/)
        }))
        yield* Effect.scoped(holdFolder(path))
      })
    ))
})

describe("stateOf", () => {
  it.effect("says what was not started, and what is no journal", () =>
    inFolder((path) =>
      Effect.gen(function*() {
        assert.deepStrictEqual(yield* stateOf(join(path, "none.db")), {
          rounds: 0,
          finished: false,
          problem: undefined
        })
        yield* prepareFolder(path, experiment(), false)
        writeFileSync(join(path, "bad.db"), "this is no database, whatever its name is".repeat(99))
        const { finished, problem } = yield* stateOf(join(path, "bad.db"))
        assert.isFalse(finished)
        assert.isString(problem)
      })
    ))
})
