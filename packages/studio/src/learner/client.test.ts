import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import { spawn } from "node:child_process"
import { constants, getPriority } from "node:os"
import { folderOf } from "../../../datasets/test/pictures.ts"
import { openItems } from "../items/open.ts"
import { type LearnerClient, startLearner } from "./client.ts"
import type { FromLearner, Learn } from "./protocol.ts"

const next = (client: LearnerClient, ...tags: ReadonlyArray<FromLearner["_tag"]>) =>
  Effect.gen(function*() {
    for (;;) {
      const message = yield* Queue.take(client.heard)
      if (tags.includes(message._tag)) return message
    }
  })

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const gone = (pid: number) =>
  Effect.promise(async () => {
    while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
  })

const startOf = Effect.gen(function*() {
  const root = yield* folderOf({
    "pool.csv": `id,x,y\n${Array.from({ length: 20 }, (_, i) => `r${i},${i % 2},${i}`).join("\n")}\n`
  })
  const source = { path: `${root}/pool.csv`, encoder: "auto" }, { hash: items } = yield* openItems(source)
  return { _tag: "Start", source, items, folder: root, seed: 1, heldOut: Uint32Array.of(0) } as const
})

const lesson: Learn = {
  _tag: "Learn",
  model: 1,
  upTo: 1,
  strategy: "random",
  budget: 3,
  classes: [0, 1],
  items: Uint32Array.of(1, 2),
  labels: Int32Array.of(1, 0),
  answered: Uint32Array.of(1, 2)
}

/** Milliseconds that two processes may take to start on a busy machine. */
const SLOW = 120_000

/** A program that starts a learner, tells its pid, and goes on. */
const parent = (start: object) => `
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import { startLearner } from ${JSON.stringify(new URL("./client.ts", import.meta.url).href)}
const start = { ...${JSON.stringify(start)}, heldOut: Uint32Array.of(0) }
await Effect.runPromise(Effect.scoped(Effect.gen(function*() {
  const client = yield* startLearner(start)
  console.log(client.pid())
  yield* Effect.never
})).pipe(Effect.provide(NodeServices.layer)))
`

layer(NodeServices.layer)("a learner in a process of its own", (it) => {
  it.effect(
    "answers, is started again when it crashes, with what it was not done with, and ends with the scope",
    () =>
      Effect.gen(function*() {
        const scope = yield* Scope.make(), start = yield* startOf
        const client = yield* Scope.provide(startLearner(start), scope)
        yield* next(client, "Ready")
        yield* client.tell(lesson)
        const learned = yield* next(client, "Learned")
        if (learned._tag !== "Learned") return
        assert.deepStrictEqual([learned.order.length, learned.probability instanceof Float32Array], [3, true])
        const first = client.pid()!
        assert.isAtLeast(getPriority(first), constants.priority.PRIORITY_BELOW_NORMAL, "who labels goes first")
        yield* client.tell({ ...lesson, model: 2 })
        process.kill(first, "SIGKILL")
        const trouble = yield* next(client, "Trouble")
        assert.match(
          trouble._tag === "Trouble" ? trouble.told.problem : "",
          /ended with SIGKILL.*; it is started again$/
        )
        const again = yield* next(client, "Learned")
        assert.deepStrictEqual(again._tag === "Learned" && [again.model, [...again.order].length], [2, 3])
        const second = client.pid()!
        assert.notStrictEqual(second, first)
        yield* Scope.close(scope, Exit.void)
        yield* gone(second)
      }),
    SLOW
  )

  it.effect("ends when its parent is killed", () =>
    Effect.gen(function*() {
      const { heldOut: _, ...start } = yield* startOf
      const running = spawn(process.execPath, ["--input-type=module-typescript", "-e", parent(start)], {
        cwd: new URL(".", import.meta.url),
        stdio: ["ignore", "pipe", "inherit"]
      })
      const pid = yield* Effect.promise(() =>
        new Promise<number>((resolve) => running.stdout.on("data", (text) => resolve(Number(String(text)))))
      )
      assert.isTrue(isThere(pid))
      running.kill("SIGKILL")
      yield* gone(pid)
    }), SLOW)
})
