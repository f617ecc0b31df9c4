import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { Oracle } from "@marginalia/core/Oracle"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import * as Path from "effect/Path"
import { TestClock } from "effect/testing"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { questionOf } from "../../test/question.ts"
import { ask, fileExchange, tell } from "./exchange.ts"

const question = questionOf(7, 2)

const temporary = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-exchange-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

const inFolder = <A, E>(body: (folder: string) => Effect.Effect<A, E, NodeServices.NodeServices>) =>
  Effect.scoped(Effect.flatMap(temporary, (path) => body(join(path, "batches")))).pipe(
    Effect.provide(NodeServices.layer)
  )

const labelsIn = (folder: string) => join(folder, "round-3.labels.csv")

describe("ask and tell", () => {
  it.effect("write the batch and read the labels", () =>
    inFolder(Effect.fnUntraced(function*(folder) {
      const file = yield* ask(question, { folder })
      assert.deepStrictEqual(readdirSync(folder), ["round-3.ask.csv"])
      assert.strictEqual(yield* tell(question, { folder }), undefined)
      const batch = readFileSync(file, "utf8")
      writeFileSync(labelsIn(folder), batch.replace("item 7,7,", "item 7,7,5").replace("item 2,2,", "item 2,2,1"))
      const answer = yield* tell(question, { folder })
      assert.deepStrictEqual([...answer!.labels], [5, 1])
    })))

  it.effect("say which file cannot be written or read", () =>
    inFolder(Effect.fnUntraced(function*(folder) {
      writeFileSync(folder, "a file in the way")
      const error = yield* Effect.flip(ask(question, { folder }))
      assert.deepInclude(error.reason, { _tag: "LabelsFile", fault: "Unwritable" })
      assert.include(error.message, "round-3.ask.csv")
    })))
})

describe("fileExchange", () => {
  /** The labels' file as it is at each look; after the last text it stays as it is. Counts the looks. */
  const scripted = (...texts: ReadonlyArray<string | undefined>) => {
    let looks = 0
    const file = () => texts[Math.min(looks, texts.length) - 1]
    const opened = { writeAll: () => Effect.void, sync: Effect.void } as unknown as FileSystem.File
    const fs = FileSystem.layerNoop({
      makeDirectory: () => Effect.void,
      open: () => Effect.succeed(opened),
      rename: () => Effect.void,
      exists: () => Effect.sync(() => (looks++, file() !== undefined)),
      readFileString: () => Effect.sync(() => file()!)
    })
    const oracle = fileExchange({ folder: "batches" }).pipe(Layer.provide(Layer.merge(fs, Path.layer)))
    return { looks: () => looks, oracle }
  }

  const asked = (oracle: Layer.Layer<Oracle>) =>
    Effect.flatMap(Oracle, ({ label }) => label(question)).pipe(
      Effect.provide(oracle, { local: true }),
      Effect.result,
      Effect.forkChild
    )

  it.effect("waits until all labels are there, and have been for one look", () =>
    Effect.gen(function*() {
      const half = "id,label\nitem 2,3\n"
      const { looks, oracle } = scripted(undefined, half, half, `${half}item 7,4\n`)
      const fiber = yield* asked(oracle)
      for (let second = 0; second < 4; second++) {
        assert.isUndefined(fiber.pollUnsafe())
        yield* TestClock.adjust("1 second")
      }
      const answer = yield* Effect.fromResult(yield* Fiber.join(fiber))
      assert.deepStrictEqual([[...answer.labels], looks()], [[4, 3], 5])
    }))

  it.effect("does not judge a file that is still being written, but then it does", () =>
    Effect.gen(function*() {
      const texts = ["d", "do", "dog"].map((label) => `id,label\nitem 2,${label}`)
      const { looks, oracle } = scripted(...texts)
      const fiber = yield* asked(oracle)
      yield* TestClock.adjust("1 minute")
      const error = yield* Effect.flip(Effect.fromResult(yield* Fiber.join(fiber)))
      assert.deepInclude(error.reason, {
        _tag: "LabelsFile",
        fault: "Label",
        id: "item 2",
        value: "dog",
        declined: "?"
      })
      assert.strictEqual(looks(), 4)
      assert.include(error.message, "the label dog")
    }))

  it.effect("takes labels that are there already, from before a stop", () =>
    inFolder(Effect.fnUntraced(function*(folder) {
      yield* ask(question, { folder })
      writeFileSync(labelsIn(folder), "id,label\nitem 2,3\nitem 7,4\n")
      const { label } = yield* Effect.provide(Oracle, fileExchange({ folder, every: 0 }), { local: true })
      assert.deepStrictEqual([...(yield* label(question)).labels], [4, 3])
    })))
})
