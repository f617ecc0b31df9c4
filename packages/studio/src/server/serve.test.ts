import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { browse, openWorld } from "../../test/world.ts"
import type { AnswerRequest, ItemView, ProjectView, Saved } from "./wire.ts"

let nonces = 0

const label = (items: ReadonlyArray<number>, id: number): AnswerRequest => ({
  nonce: `${nonces++}`,
  view: "one",
  order: "random",
  ms: 4,
  suggested: null,
  groups: [{ items, answer: { _tag: "Label", class: id } }]
})

describe("serve", () => {
  it.live("asks, is answered, and tells", () =>
    Effect.scoped(Effect.gen(function*() {
      const { project, serving } = yield* openWorld()
      const { get, json, send } = yield* browse(serving, "anna")
      const first = yield* json<ProjectView>("/api/project")
      assert.deepStrictEqual([first.me, first.size, first.heldOut, first.kind], ["anna", 40, 8, "image"])
      assert.deepStrictEqual(first.classes.map(({ key, name }) => [key, name]), [["1", "a"], ["2", "b"], ["3", "c"]])
      const next = yield* json<ReadonlyArray<ItemView>>("/api/next?count=5&held=")
      assert.lengthOf(next, 5)
      assert.strictEqual(next[0]!.order, "measure")
      const more = yield* json<ReadonlyArray<ItemView>>(`/api/next?count=5&held=${next.map(({ item }) => item).join()}`)
      assert.isFalse(more.some(({ item }) => next.some((one) => one.item === item)))
      const answer = label([next[0]!.item, next[1]!.item], 1)
      const saved = yield* send<Saved>("/api/answers", answer)
      assert.deepStrictEqual(saved.items, [next[0]!.item, next[1]!.item])
      assert.strictEqual(project.session().counts().labeled, 2)
      const item = yield* json<ItemView>(`/api/items/${next[0]!.item}`)
      assert.deepStrictEqual([item.status, item.class, item.said.map(({ who }) => who)], ["labeled", 1, ["anna"]])
      const after = yield* json<ProjectView>("/api/project")
      assert.deepStrictEqual([after.undo, after.counts.labeled, after.people[0]?.who], ["b on 2 items", 2, "anna"])
      yield* send("/api/undo", { nonce: "back", act: null })
      assert.strictEqual((yield* json<ProjectView>("/api/project")).counts.labeled, 0)
      yield* send("/api/redo", { nonce: "forth", act: answer.nonce })
      assert.strictEqual((yield* json<ProjectView>("/api/project")).counts.labeled, 2)
      assert.strictEqual((yield* get("/")).status, 200)
    })))

  it.live("gives the labels as a file, in every form that suits them", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld()
      const { get, json, send } = yield* browse(serving, "anna")
      yield* send("/api/answers", label([3], 1))
      const { exports } = yield* json<ProjectView>("/api/project")
      assert.isAbove(exports.length, 4)
      for (const { format } of exports) {
        const response = yield* get(`/api/export?format=${format}`)
        assert.strictEqual(response.status, 200, format)
        assert.match(response.headers.get("content-disposition") ?? "", /^attachment; filename="pictures/)
        const text = yield* Effect.promise(() => response.text())
        if (format === "csv") assert.match(text, /picture 3\.png,b,anna/)
      }
      for (const wrong of ["", "?format=", "?format=..", "?format=constructor"]) {
        assert.strictEqual((yield* get(`/api/export${wrong}`)).status, 400, wrong)
      }
    })))
})
