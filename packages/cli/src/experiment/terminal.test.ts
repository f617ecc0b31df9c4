import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import { assert, describe, it } from "@effect/vitest"
import { type LabelRequest, Oracle } from "@marginalia/core/Oracle"
import type { UnitData } from "@marginalia/experiments/data/load"
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as Terminal from "effect/Terminal"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { unitOf } from "../../../experiments/test/unit.ts"
import { terminalOracle } from "./terminal.ts"

const images = { data: Uint8Array.of(0, 9, 9, 0, 9, 9, 0, 0), rows: 2, shape: [2, 2, 1] as const }
const embedding = { data: new Float32Array(2), rows: 2, cols: 1 }

const data: UnitData = {
  embedding,
  labels: Int32Array.of(-1, -1),
  classNames: ["cat", "dog"],
  ids: ["a", "b"],
  images,
  test: { embedding, labels: Int32Array.of(0, 1), images }
}

const question: LabelRequest = {
  round: 0,
  positions: Uint32Array.of(1, 0),
  ids: ["b", "a"] as unknown as LabelRequest["ids"],
  selection: undefined
}

/** A terminal at which these keys are pressed, and then ctrl-C. */
const pressing = (keys: ReadonlyArray<string>) =>
  Layer.effect(
    Terminal.Terminal,
    Effect.gen(function*() {
      const queue = yield* Queue.make<Terminal.UserInput, Cause.Done>()
      for (const name of keys) {
        yield* Queue.offer(queue, { input: Option.none(), key: { name, ctrl: false, meta: false, shift: false } })
      }
      yield* Queue.end(queue)
      return Terminal.make({
        columns: Effect.succeed(80),
        rows: Effect.succeed(24),
        size: Effect.die("not asked"),
        readInput: Effect.succeed(queue),
        readLine: Effect.die("not read"),
        display: () => Effect.void
      })
    })
  )

/** Asks, with those keys pressed; gives the answer and what was shown. */
const asked = (path: string, keys: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const said: Array<string> = []
    const console_ = Object.assign(Object.create(console) as Console.Console, {
      error: (...texts: ReadonlyArray<unknown>) => said.push(texts.join(" "))
    })
    const make = Effect.provideService(terminalOracle, Console.Console, console_)
    const oracle = (yield* make)(data, { index: 0, unit: unitOf({}), path, plugins: [] })
    const exit = yield* Effect.gen(function*() {
      const { label } = yield* Oracle
      return yield* label(question)
    }).pipe(Effect.provide(oracle), Effect.exit)
    return { exit, said }
  }).pipe(Effect.provide([pressing(keys), NodeFileSystem.layer, NodePath.layer]))

describe("terminalOracle", () => {
  it.effect("shows each item and takes its class", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const { exit, said } = yield* asked(join(path, "0.db"), ["down", "return", "return"])
      assert.isTrue(Exit.isSuccess(exit))
      assert.deepStrictEqual(Exit.isSuccess(exit) ? exit.value.labels : undefined, Int32Array.of(1, 0))
      assert.deepStrictEqual(said.filter((line) => /[▀▄█]/.test(line)), ["▀▀", "▄▀"])
    }))

  it.effect("declines what the person cannot say", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const { exit } = yield* asked(join(path, "0.db"), ["up", "return", "return"])
      assert.deepStrictEqual(Exit.isSuccess(exit) ? exit.value.labels : undefined, Int32Array.of(-1, 0))
    }))

  it.effect("stops at ctrl-C, and asks nothing twice", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const stopped = yield* asked(join(path, "0.db"), ["down", "return"])
      assert.isTrue(Exit.isFailure(stopped.exit) && Cause.hasInterruptsOnly(stopped.exit.cause))
      assert.strictEqual(readFileSync(join(path, "0.db.round-0.answers.json"), "utf8"), "{\"b\":1}")
      const { exit } = yield* asked(join(path, "0.db"), ["return"])
      assert.deepStrictEqual(Exit.isSuccess(exit) ? exit.value.labels : undefined, Int32Array.of(1, 0))
    }))

  it.effect("refuses answers from before a stop that are no classes, and names the file", () =>
    Effect.gen(function*() {
      const { path } = yield* folder
      const file = join(path, "0.db.round-0.answers.json")
      const cases = [["{\"b\":2}", "item b has class 2; there are 2, from 0"], ["{\"b\":\"cat\"}", "no answers"], [
        "[",
        "no"
      ]]
      for (const [text, message] of cases) {
        writeFileSync(file, text!)
        const { exit } = yield* asked(join(path, "0.db"), ["return", "return"])
        const error = Exit.isFailure(exit) ? Cause.squash(exit.cause) as Error : undefined
        assert.include(error?.message, file)
        assert.include(error?.message, message!)
      }
    }))
})
