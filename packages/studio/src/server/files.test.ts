import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { folder } from "../../test/project.ts"
import { browse, openWorld } from "../../test/world.ts"
import { idOf } from "./room.ts"
import type { ProjectView } from "./wire.ts"

const cacheOf = ({ headers }: Response) => headers.get("cache-control")

describe("images", () => {
  it.live("are kept by the browser under the id that the page is told, and asked for again under any other", () =>
    Effect.scoped(Effect.gen(function*() {
      const { serving } = yield* openWorld(), { get, json } = yield* browse(serving, "anna")
      const { id } = yield* json<ProjectView>("/api/project")
      for (const path of ["/media/3", "/thumb/3"]) {
        assert.strictEqual(cacheOf(yield* get(`${path}?v=${id}`)), "private, max-age=86400")
        const other = yield* get(`${path}?v=other`)
        assert.strictEqual(cacheOf(other), "private, no-cache")
        const again = yield* get(path, { "if-none-match": other.headers.get("etag")! })
        assert.strictEqual(again.status, 304)
      }
    })))
})

describe("a project's id", () => {
  it("is the project's, not its items'", () => {
    const begun = (at: number) => ({ entries: () => [{ seq: 1, at, event: {} as never }] })
    assert.strictEqual(idOf(begun(1), { hash: "a" }), idOf(begun(1), { hash: "a" }))
    assert.notStrictEqual(idOf(begun(1), { hash: "a" }), idOf(begun(2), { hash: "a" }))
    assert.notStrictEqual(idOf(begun(1), { hash: "a" }), idOf(begun(1), { hash: "b" }))
  })

  it.live("stays when the project is opened again", () =>
    Effect.scoped(Effect.gen(function*() {
      const where = yield* folder
      const first = yield* Effect.scoped(Effect.map(openWorld({ folder: where }), ({ room }) => room.id))
      assert.strictEqual((yield* openWorld({ folder: where })).room.id, first)
    })))
})
