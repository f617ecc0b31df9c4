import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { join } from "node:path"
import { browse, type Browser, openWorld } from "../../test/world.ts"
import { writePrepared } from "../formats/prepared.ts"
import { type MakeFiles, type MakeModel, NoExport } from "../model/make.ts"
import type { AnswerRequest, ProjectView } from "./wire.ts"

const label = (nonce: string, items: ReadonlyArray<number>): AnswerRequest => ({
  nonce,
  view: "one",
  order: "random",
  ms: 4,
  suggested: null,
  groups: [{ items, answer: { _tag: "Label", class: 1 } }]
})

const textOf = (response: Response) => Effect.promise(() => response.text())

/** A status, and what it says. */
const answer = Effect.fnUntraced(function*({ get }: Browser, query: string) {
  const response = yield* get(`/api/export?${query}`)
  return [response.status, yield* textOf(response)] as const
})

describe("what is fetched", () => {
  it.live("is the labels in every form that suits them, asked for before or not", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld()
      const browser = yield* browse(serving, "anna"), { get, json, send } = browser
      yield* send("/api/answers", label("1", [3]))
      const { exports } = yield* json<ProjectView>("/api/project")
      const forms = exports.map(({ format }) => format).filter((format) => format !== "model")
      assert.strictEqual(forms.length, exports.length - 1)
      for (const format of forms) {
        assert.deepStrictEqual(yield* answer(browser, `format=${format}&check=1`), [200, `{"ready":true}`])
        const first = yield* get(`/api/export?format=${format}`)
        assert.strictEqual(first.status, 200, format)
        assert.match(first.headers.get("content-disposition") ?? "", /^attachment; filename="pictures/)
        const [, again] = yield* answer(browser, `format=${format}`)
        assert.strictEqual(yield* textOf(first), again)
        if (format === "csv") assert.match(again, /picture 3\.png,b,anna/)
      }
      // What was prepared is not what is fetched once there is another label.
      yield* answer(browser, "format=csv&check=1")
      yield* send("/api/answers", label("2", [4]))
      assert.match((yield* answer(browser, "format=csv"))[1], /picture 4\.png,b,anna/)
      for (const wrong of ["", "?format=", "?format=..", "?format=constructor"]) {
        assert.strictEqual((yield* get(`/api/export${wrong}`)).status, 400, wrong)
      }
    })))

  it.live("is made by a process where many items are labeled, once for all who ask, until there is another label", () =>
    Effect.scoped(Effect.gen(function*() {
      const made: Array<string> = [], closed: Array<string> = []
      const makeFiles: MakeFiles = (folder, _, format) =>
        Effect.gen(function*() {
          const { project, room: { items } } = world, session = project.session()
          const out = join(folder, `out-${made.push(format)}`)
          yield* Effect.addFinalizer(() => Effect.sync(() => void closed.push(format)))
          yield* Effect.orDie(writePrepared({ folder, items, session }, format, out))
          return { folder: out, events: session.seq() }
        }).pipe(Effect.provide(NodeServices.layer))
      const world = yield* openWorld({ makeFiles, most: 1 })
      const browser = yield* browse(world.serving, "anna"), { send } = browser
      yield* send("/api/answers", label("1", [3]))
      const one = yield* answer(browser, "format=csv")
      assert.deepStrictEqual([one[0], made], [200, []])
      yield* send("/api/answers", label("2", [4]))
      assert.deepStrictEqual(yield* answer(browser, "format=csv&check=1"), [200, `{"ready":true}`])
      const many = yield* Effect.all([answer(browser, "format=csv"), answer(browser, "format=csv")], { concurrency: 2 })
      assert.deepStrictEqual([many[0], made], [many[1], ["csv"]])
      assert.match(many[0]![1], /picture 3\.png,b,anna.*\npicture 4\.png,b,anna/)
      for (const nonce of ["3", "4"]) {
        yield* send("/api/answers", label(nonce, [4 + Number(nonce)]))
        assert.include((yield* answer(browser, "format=csv"))[1], `picture ${4 + Number(nonce)}.png`)
      }
      assert.deepStrictEqual([made, closed], [["csv", "csv", "csv"], ["csv"]])
    })))

  it.live("is the model, made once for all who ask, and anew where the journal says more", () =>
    Effect.scoped(Effect.gen(function*() {
      let asked = 0
      const may = yield* Deferred.make<void>()
      const makeModel: MakeModel = () =>
        Effect.gen(function*() {
          asked++
          yield* Deferred.await(may)
          return { bytes: Uint8Array.of(asked), events: world.project.session().seq() }
        })
      const world = yield* openWorld({ makeModel })
      const browser = yield* browse(world.serving, "anna"), { get, send } = browser
      const bytes = Effect.gen(function*() {
        const response = yield* get("/api/export?format=model")
        assert.strictEqual(response.headers.get("content-disposition")?.split(";")[1], ` filename="pictures-model.zip"`)
        return [...new Uint8Array(yield* Effect.promise(() => response.arrayBuffer()))]
      })
      const many = Effect.all([bytes, bytes, bytes], { concurrency: "unbounded" })
      const [all] = yield* Effect.all([many, Effect.delay(Deferred.succeed(may, undefined), "100 millis")], {
        concurrency: "unbounded"
      })
      assert.deepStrictEqual([all, asked], [[[1], [1], [1]], 1])
      assert.deepStrictEqual(yield* answer(browser, "format=model&check=1"), [200, `{"ready":true}`])
      assert.strictEqual(asked, 1)
      yield* send("/api/answers", label("1", [3]))
      assert.deepStrictEqual(yield* bytes, [2])
    })))

  it.live("is refused in words where there is no model, and asked for anew", () =>
    Effect.scoped(Effect.gen(function*() {
      let asked = 0
      const makeModel: MakeModel = () =>
        Effect.suspend(() =>
          new NoExport({
            reason: {
              _tag: "Failed",
              told: { problem: `there is no model yet: asked ${++asked}`, reason: "InvalidInput" }
            }
          })
        )
      const { serving } = yield* openWorld({ makeModel })
      const browser = yield* browse(serving, "anna")
      const problem = (n: number): readonly [number, string] => [
        409,
        `{"problem":"there is no model yet: asked ${n}","reason":"InvalidInput"}`
      ]
      assert.deepStrictEqual(yield* answer(browser, "format=model&check=1"), problem(1))
      assert.deepStrictEqual(yield* answer(browser, "format=model"), problem(2))
    })))
})
