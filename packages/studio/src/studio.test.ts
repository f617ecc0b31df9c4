import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { browse, fakeLearner } from "../test/world.ts"
import { settingsPath } from "./project/files.ts"
import type { ItemView, ProjectView } from "./server/wire.ts"
import { openStudio } from "./studio.ts"

const SIZE = 60

const home = Effect.acquireRelease(
  Effect.sync(() => {
    const path = mkdtempSync(join(tmpdir(), "marginalia-open-"))
    const rows = Array.from({ length: SIZE }, (_, i) => `r${i},${i % 2 === 0 ? i / 100 : 5 + i / 100},${i % 3}`)
    writeFileSync(join(path, "rows.csv"), `id,x,y\n${rows.join("\n")}\n`)
    writeFileSync(join(path, "labels.csv"), "id,label\nr1,odd\nr2,even\nr3,odd\n")
    return path
  }),
  (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
)

describe("openStudio", () => {
  it.live("begins a project, goes on with it by its folder alone, and imports labels once", () =>
    Effect.scoped(Effect.gen(function*() {
      const at = yield* home, project = join(at, "rows.marginalia"), source = { path: join(at, "rows.csv") }
      const options = { learner: fakeLearner(SIZE).start, labels: join(at, "labels.csv"), classes: ["even"] }
      const first = Effect.scoped(Effect.gen(function*() {
        const studio = yield* openStudio({ project, source, options })
        assert.match(studio.url, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
        const { json, send } = yield* browse(studio, "anna")
        const view = yield* json<ProjectView>("/api/project")
        assert.deepStrictEqual([view.name, view.kind, view.size, view.counts.labeled], ["rows", "row", SIZE, 3])
        assert.deepStrictEqual(view.classes.map(({ labels, name }) => [name, labels]), [["even", 1], ["odd", 2]])
        const [item] = yield* json<ReadonlyArray<ItemView>>("/api/next?count=1")
        assert.isAbove(item?.fields?.length ?? 0, 0)
        yield* send("/api/answers", {
          nonce: "a",
          view: "one",
          order: item!.order,
          ms: 9,
          suggested: null,
          groups: [{ items: [item!.item], answer: { _tag: "Label", class: 0 } }]
        })
      }))
      yield* first
      const again = yield* openStudio({ project, options })
      assert.strictEqual(again.project.session().counts().labeled, 4)
      assert.strictEqual(again.project.session().created.strategy, "typiclust-then-margin")
      assert.include(readFileSync(settingsPath(project), "utf8"), "rows.csv")
    })).pipe(Effect.provide(NodeServices.layer)))

  it.live("is reached by the same link at each start, on its port where that is free, until another is asked for", () =>
    Effect.scoped(Effect.gen(function*() {
      const at = yield* home, project = join(at, "rows.marginalia"), source = { path: join(at, "rows.csv") }
      const learner = fakeLearner(SIZE).start
      const open = (more: object = {}) => openStudio({ project, source, options: { learner, ...more } })
      const first = yield* Effect.scoped(open())
      // A page that is open through all of it comes with the cookie that it has.
      const come = (cookie: string, port: number) =>
        Effect.promise(() =>
          fetch(`http://127.0.0.1:${port}/api/project`, { headers: { cookie } }).then(({ status }) => status)
        )
      const cookie = yield* Effect.scoped(Effect.gen(function*() {
        const second = yield* open()
        assert.deepStrictEqual([second.url, second.port], [first.url, first.port])
        return (yield* browse(second, "anna")).cookie
      }))
      yield* Effect.scoped(Effect.gen(function*() {
        const third = yield* open()
        assert.strictEqual(yield* come(cookie, third.port), 200)
      }))
      yield* Effect.scoped(Effect.gen(function*() {
        const taken = createServer().listen(first.port, "127.0.0.1")
        yield* Effect.addFinalizer(() => Effect.sync(() => taken.close()))
        yield* Effect.promise(() => once(taken, "listening"))
        const elsewhere = yield* open()
        assert.notStrictEqual(elsewhere.port, first.port)
        assert.strictEqual(elsewhere.token, first.token)
      }))
      const other = yield* open({ newToken: true, port: first.port })
      assert.notStrictEqual(other.token, first.token)
      assert.strictEqual(yield* come(cookie, other.port), 401)
      assert.strictEqual((yield* Effect.promise(() => fetch(first.url, { redirect: "manual" }))).status, 401)
    })).pipe(Effect.provide(NodeServices.layer)))

  it.live("refuses other items, a share that is none, and a project that does not say where its items are", () =>
    Effect.scoped(Effect.gen(function*() {
      const at = yield* home, project = join(at, "rows.marginalia"), source = { path: join(at, "rows.csv") }
      const learner = fakeLearner(SIZE).start
      const open = (more: object) =>
        Effect.flip(Effect.scoped(openStudio({ project, source, options: { learner, ...more } })))
      assert.include((yield* open({ measure: 2 })).message, "2 is no share")
      yield* Effect.scoped(openStudio({ project, source, options: { learner } }))
      writeFileSync(source.path, "id,x\na,1\nb,2\n")
      assert.include((yield* open({})).message, "other items")
      writeFileSync(settingsPath(project), "{}")
      const lost = yield* Effect.flip(Effect.scoped(openStudio({ project, options: { learner } })))
      assert.include(lost.message, "it is no project of this version")
    })).pipe(Effect.provide(NodeServices.layer)))

  it.live("learns in a process of its own while people label, and measures itself", () =>
    Effect.scoped(Effect.gen(function*() {
      const at = yield* home, project = join(at, "rows.marginalia"), source = { path: join(at, "rows.csv") }
      const studio = yield* openStudio({ project, source, options: { classes: ["near", "far"] } })
      const { json, send } = yield* browse(studio, "anna")
      for (let n = 0; n < 30; n++) {
        const [next] = yield* json<ReadonlyArray<ItemView>>("/api/next?count=1")
        const { item, order } = next!
        const groups = [{ items: [item], answer: { _tag: "Label", class: item % 2 } }]
        yield* send("/api/answers", { nonce: `n${n}`, view: "one", order, ms: 9, suggested: null, groups })
      }
      let view = yield* json<ProjectView>("/api/project")
      while (view.learner.problem === null && (view.learner.model?.labels ?? 0) < 10) {
        yield* Effect.sleep("100 millis")
        view = yield* json<ProjectView>("/api/project")
      }
      assert.isNull(view.learner.problem)
      assert.strictEqual(view.measured.items, 6)
      assert.strictEqual(view.measured.accuracy?.value, 1)
      const next = yield* json<ReadonlyArray<ItemView>>("/api/next?count=6")
      assert.include(next.map(({ order }) => order), "strategy")
      assert.isNotNull(next.find(({ order }) => order === "strategy")?.why)
    })).pipe(Effect.provide(NodeServices.layer)))
})
