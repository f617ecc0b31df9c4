import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Work } from "./protocol.ts"
import { startWorker, type WorkProblem } from "./worker.ts"

const folder = Effect.acquireRelease(
  Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-worker-"))),
  (path) => Effect.sync(() => rmSync(path, { recursive: true }))
)

const none = { items: new Uint32Array(), labels: new Int32Array(), declined: Uint32Array.of(3) }

const everything = { only: undefined, exclude: new Uint32Array(), include: new Uint32Array(), where: undefined }

const choose = (strategy: string, budget = 2): Work => ({
  _tag: "Choose",
  strategy,
  budget,
  seed: 0,
  known: none,
  ...everything
})

const picked = (value: unknown) =>
  (value as { readonly picks: ReadonlyArray<{ readonly id: string }> }).picks.map(({ id }) => id)

/** The last items first; one of its strategies is called like one of ours. */
const lastFirst = `
import { Options, Recipe, Score, Strategy } from "@marginalia/core"
import { top } from "@marginalia/strategies"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
export const late = Score.define({
  name: "late",
  summary: "later items first",
  options: Schema.Struct({ sign: Options.field(Schema.Finite, 1, "1: the last first; -1: the first") }),
  needs: ["embedding"],
  of: ({ sign }) => (frame) => Effect.succeed(Score.scatter(frame, Float64Array.from(frame.candidates, (p) => sign * p)))
})
const recipe = (name: string) => Recipe.define({
  name,
  options: Schema.Struct({}),
  about: { summary: "The last items of the pool." },
  build: () => Strategy.make(top(late()))
})
export const latest = recipe("latest")
export const random = recipe("random")
`

describe("a process that works", () => {
  it.live(
    "does one thing after the other, refuses what is too much, and says what is wrong",
    () =>
      Effect.scoped(Effect.gen(function*() {
        const root = yield* folder, path = join(root, "pool.csv")
        writeFileSync(path, "id,x,y\na,0,0\nb,0,1\nc,5,5\nd,5,6\ne,9,0\n")
        const { ask, opened, waiting } = yield* startWorker({ _tag: "Open", path }, 1)
        assert.deepStrictEqual([opened.ids, opened.width], [["a", "b", "c", "d", "e"], 2])
        const first = yield* Effect.forkChild(ask(choose("kcenter")), { startImmediately: true })
        const second = yield* Effect.forkChild(ask(choose("kcenter", 4)), { startImmediately: true })
        assert.strictEqual(waiting(), 1)
        const third = yield* Effect.flip(ask(choose("kcenter")))
        assert.deepStrictEqual([third.reason, third.message], [
          { _tag: "Busy", most: 1 },
          "1 requests wait already; ask again later"
        ])
        assert.lengthOf(picked(yield* Fiber.join(first)), 2)
        const all = picked(yield* Fiber.join(second))
        assert.deepStrictEqual([all.length, all.includes("d")], [4, false])
        const much = yield* Effect.flip(ask(choose("kcenter", 5)))
        assert.include(much.message, "budget 5")
        const { _tag, told } = much.reason as Extract<WorkProblem, { readonly told: unknown }>
        assert.deepStrictEqual([_tag, told.reason, told.about?.["key"]], ["Input", "Budget", "budget"])
        const unknown = yield* Effect.flip(ask({ _tag: "Guess", items: undefined, known: none }))
        assert.match(unknown.message, /there is no model: labels of fewer than two classes are known/)
        const waits = yield* Effect.forkChild(ask(choose("kcenter")), { startImmediately: true })
        const given = yield* Effect.forkChild(ask(choose("kcenter")), { startImmediately: true })
        yield* Fiber.interrupt(given)
        assert.strictEqual(waiting(), 0)
        yield* Fiber.join(waits)
      })),
    60_000
  )

  it.live(
    "chooses by a plugin's strategy, and says what a plugin takes the place of",
    () =>
      Effect.scoped(Effect.gen(function*() {
        const root = yield* folder, path = join(root, "pool.csv"), plugin = join(root, "mine.ts")
        writeFileSync(path, "id,x,y\na,0,0\nb,0,1\nc,5,5\nd,5,6\ne,9,0\n")
        writeFileSync(plugin, lastFirst)
        const { ask, opened } = yield* startWorker({ _tag: "Open", path, plugins: [plugin] }, 1)
        assert.deepStrictEqual(picked(yield* ask(choose("latest"))), ["e", "c"])
        assert.deepStrictEqual(picked(yield* ask(choose("top(late)", 1))), ["e"])
        assert.match(opened.notes.join(), /mine\.ts takes the place of the strategy "random"/)
        const none = join(root, "none.ts")
        const error = yield* Effect.flip(startWorker({ _tag: "Open", path, plugins: [none] }, 1))
        assert.deepStrictEqual([error.reason._tag, /none\.ts: no such file/.test(error.message)], ["World", true])
      })),
    60_000
  )

  it.live("says of a pool that cannot be read what is wrong with it", () =>
    Effect.scoped(Effect.gen(function*() {
      const error = yield* Effect.flip(startWorker({ _tag: "Open", path: join(yield* folder, "no.csv") }, 1))
      assert.deepStrictEqual([error.reason._tag, /no such file/.test(error.message)], ["World", true])
    })), 60_000)
})
