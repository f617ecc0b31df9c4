import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { ask, statusOf } from "../../test/raw.ts"
import { browse, openWorld } from "../../test/world.ts"
import type { Imported } from "../formats/import.ts"
import type { Project } from "../project/project.ts"
import { writeServing } from "../project/serving.ts"
import { LARGEST_BODY, LARGEST_IMPORT } from "./guard.ts"
import { packItems, requestOf } from "./importing.ts"
import { importThrough } from "./running.ts"
import type { ProjectView, Saved } from "./wire.ts"

const imported: Imported = {
  labels: [[0, "a"], [1, "new"], [2, "new"], [3, "a"]],
  declined: [[4, "Bad"], [5, "CannotTell"]],
  added: ["new"]
}

/** What people did; models come when they are ready. */
const acts = ({ entries }: Pick<Project, "entries">) =>
  entries().map(({ event }) => event._tag).filter((tag) => tag !== "Created" && tag !== "Trained")

describe("labels that a command brings to a running server", () => {
  it.live("are one act of whom it names, done once, and can be taken back on the page", () =>
    Effect.scoped(Effect.gen(function*() {
      const { project, serving } = yield* openWorld(), { port, token } = serving
      const { folder } = project, kept = { token, port, host: "127.0.0.1", pid: process.pid }
      const asked = { who: "zoë", nonce: "i", pid: process.pid, ids: "ids of 40", imported }
      assert.isFalse(yield* importThrough(folder, asked))
      yield* writeServing(folder, kept)
      assert.isFalse(yield* importThrough(folder, { ...asked, pid: process.pid + 1 }))
      for (let time = 0; time < 2; time++) assert.isTrue(yield* importThrough(folder, asked))
      const session = project.session()
      assert.deepStrictEqual(acts(project), ["ClassAdded", "Answered"])
      assert.deepStrictEqual([...session.people().map(({ answers, who }) => [who, answers])], [["zoë", 6]])
      const { bad, cannotTell, labeled } = session.counts()
      assert.deepStrictEqual([labeled, bad, cannotTell], [4, 1, 1])
      const { json, send } = yield* browse(serving, "zoë")
      yield* send("/api/undo", { nonce: "back", act: null })
      assert.strictEqual((yield* json<ProjectView>("/api/project")).counts.labeled, 0)
      // Where the token is another, or nobody answers, nobody is asked.
      yield* writeServing(folder, { ...kept, token: `${token}x` })
      assert.isFalse(yield* importThrough(folder, { ...asked, nonce: "j" }))
      yield* writeServing(folder, { ...kept, port: 1 })
      assert.isFalse(yield* importThrough(folder, { ...asked, nonce: "j" }))
    })))

  it.live("are refused whole: other items, names that cannot be, items that are none or twice", () =>
    Effect.scoped(Effect.gen(function*() {
      const { project, serving: { port, token } } = yield* openWorld(), { folder } = project
      yield* writeServing(folder, { token, port, host: "127.0.0.1", pid: process.pid })
      const why = (change: Partial<Imported>, more: { ids?: string; who?: string } = {}) =>
        Effect.map(
          Effect.flip(importThrough(folder, {
            who: "zoë",
            nonce: "i",
            pid: process.pid,
            ids: "ids of 40",
            imported: { ...imported, ...change },
            ...more
          })),
          ({ exitCode, message }) => `${exitCode} ${message}`
        )
      assert.match(yield* why({}, { ids: "others" }), /^1 .*labels of other items/)
      assert.match(yield* why({}, { who: "a\nb" }), /1 .*name in a link/)
      assert.match(yield* why({ labels: [[0, "fine"], [1, "not "]] }), /begins or ends with a space/)
      assert.match(yield* why({ labels: [[0, "new"], [40, "a"]] }), /there is no item 40/)
      assert.match(yield* why({ labels: [[4, "new"]] }), /an item twice/)
      assert.deepStrictEqual(acts(project), [])
    })))

  it.live("may be larger than other bodies, of who is let in alone", () =>
    Effect.scoped(Effect.gen(function*() {
      const { project, serving } = yield* openWorld({ size: 200_000 }),
        { cookie, post, send } = yield* browse(serving, "zoë")
      const items = Array.from({ length: 200_000 }, (_, item) => item)
      const request = requestOf(
        { labels: items.map((item) => [item, "a"]), declined: [], added: [] },
        "i",
        "ids of 200000"
      )
      assert.isAbove(JSON.stringify(request).length, LARGEST_BODY)
      assert.lengthOf((yield* send<Saved>("/api/import", request)).items, 200_000)
      assert.strictEqual(project.session().counts().labeled, 200_000)
      assert.strictEqual((yield* post("/api/answers", "x".repeat(LARGEST_BODY + 1))).status, 413)
      const declared = (size: number, headers: Record<string, string>, path = "/api/import") =>
        Effect.map(
          ask(serving.port, "POST", path, {
            host: `127.0.0.1:${serving.port}`,
            "content-length": String(size),
            ...headers
          }),
          statusOf
        )
      assert.strictEqual(yield* declared(LARGEST_IMPORT + 1, { cookie }), 413)
      assert.strictEqual(yield* declared(LARGEST_BODY + 1, {}), 413)
      assert.strictEqual(yield* declared(LARGEST_BODY + 1, { cookie }, "/api/import?x"), 413)
      const odd = yield* post("/api/import", {
        ...request,
        nonce: "k",
        groups: [{ label: "a", items: packItems([1]).slice(0, 4) }]
      })
      assert.strictEqual(odd.status, 400)
    })), 30_000)
})
