import { assert, describe, it } from "@effect/vitest"
import { JournalError } from "@marginalia/core/Journal"
import * as Effect from "effect/Effect"
import { annotation, hook, ids, SIZE, task } from "../../test/annotations.ts"
import { created, folder, label } from "../../test/project.ts"
import { wishFor } from "../project/act.ts"
import { openProject, type Project } from "../project/project.ts"
import { makeBackend } from "./backend.ts"
import recorded from "./fixtures/recorded.json" with { type: "json" }
import { labeledIn, makeRecorder } from "./record.ts"
import { serveBackend } from "./serve.ts"

const begin = (of = folder) => Effect.flatMap(of, (path) => openProject(path, created(SIZE, { classes: ["dog"] })))

/** What people say, by item: `who: answer`. */
const saidOf = (project: Project) => {
  const session = project.session(), { classes } = session.vocabulary()
  return Object.fromEntries(
    Array.from({ length: SIZE }, (_, item) => {
      const said = session.said(item).map(({ answer, who }) =>
        `${who}: ${answer._tag === "Label" ? classes.find(({ id }) => id === answer.class)!.name : answer._tag}`
      )
      return [item, said.join("; ")] as const
    }).filter(([, said]) => said !== "")
  )
}

const acts = (project: Project) => project.entries().length - 1

describe("annotations of Label Studio", () => {
  it.effect("are written as their annotators' answers, from the requests that it sends, and never twice", () =>
    Effect.gen(function*() {
      const project = yield* begin(), { record } = yield* makeRecorder(project, ids)
      const bodies = recorded.flatMap((request) => ("body" in request ? [request.body] : []))
      const all = Effect.forEach(bodies, record)
      const problems = (yield* all).flatMap((one) => one.problems)
      // Annotation 12 was made, changed and deleted; 13 was cancelled.
      assert.deepStrictEqual(saidOf(project), { 0: "ann@x.org: cat", 2: "ann@x.org: Skip" })
      assert.deepStrictEqual(problems, [])
      const count = acts(project)
      yield* all
      // A server that starts again knows what it wrote.
      const again = yield* makeRecorder(project, ids)
      yield* Effect.forEach(bodies, again.record)
      assert.strictEqual(acts(project), count)
      const { labels, skipped } = labeledIn(project.session(), ids)
      assert.deepStrictEqual([[...labels], [...skipped]], [[[0, "cat"]], [2]])
    }).pipe(Effect.scoped))

  it.effect("are changed back and forth, each time told once, and not by what comes late", () =>
    Effect.gen(function*() {
      const project = yield* begin(), { record } = yield* makeRecorder(project, ids)
      const times = ["01", "02", "03"].map((minute) => `2026-11-29T00:${minute}:00Z`)
      const changes = ["cat", "dog", "cat"].map((choice, i) =>
        hook(i === 0 ? "CREATED" : "UPDATED", 5, { choice, at: times[i]! })
      )
      for (const change of changes) for (let time = 0; time < 2; time++) yield* record(change)
      // A class and three answers.
      assert.deepStrictEqual([saidOf(project), acts(project)], [{ 0: "p1@x.org: cat" }, 4])
      yield* record(changes[1])
      assert.deepStrictEqual([saidOf(project), acts(project)], [{ 0: "p1@x.org: cat" }, 4])
      const entry = project.entries().at(-1)!.event
      assert.deepStrictEqual(entry._tag === "Answered" && [entry.ms, entry.view], [1900, "import"])
      // What says nothing of the question any more is taken back.
      yield* record({
        ...hook("UPDATED", 5, { at: times[2]! }),
        annotation: { ...annotation(5, { at: times[2]! }), result: [] }
      })
      assert.deepStrictEqual(saidOf(project), {})
    }).pipe(Effect.scoped))

  it.effect("are taken back when they are deleted, unless the person said otherwise here since", () =>
    Effect.gen(function*() {
      const project = yield* begin(), { record } = yield* makeRecorder(project, ids)
      yield* record(hook("CREATED", 1, { item: 0 }))
      yield* record(hook("CREATED", 2, { item: 1, by: 2 }))
      yield* record(hook("CREATED", 3, { item: 1, choice: "dog", by: 2 }))
      yield* record(hook("CREATED", 4, { item: 1, choice: "dog", by: 3 }))
      yield* project.act(label([0], 0, { who: "p1@x.org" }))
      for (const id of [1, 3]) yield* record(hook("DELETED", id))
      // The other annotation of the same person counts again.
      assert.deepStrictEqual(saidOf(project), { 0: "p1@x.org: dog", 1: "p3@x.org: dog; p2@x.org: cat" })
      yield* record({ action: "ANNOTATIONS_DELETED", annotations: [{ id: 2 }, { id: 4 }, { id: 99 }] })
      assert.deepStrictEqual(saidOf(project), { 0: "p1@x.org: dog" })
      const count = acts(project)
      // The number of one that is gone never comes back.
      const again = yield* makeRecorder(project, ids)
      for (const { record: late } of [{ record }, again]) {
        yield* late(hook("CREATED", 4, { item: 1, choice: "dog", by: 3 }))
        yield* late(hook("DELETED", 4))
      }
      assert.strictEqual(acts(project), count)
    }).pipe(Effect.scoped))

  it.effect("stay held out, and become classes where the configuration has them; what cannot be kept is said", () =>
    Effect.gen(function*() {
      const project = yield* begin(), { record } = yield* makeRecorder(project, ids)
      const { heldOut } = project.session()
      for (let item = 0; item < SIZE; item++) yield* record(hook("CREATED", 10 + item, { item, choice: "cat" }))
      assert.deepStrictEqual(project.session().vocabulary().classes.map(({ name }) => name), ["dog", "cat"])
      const { items } = project.session().training()
      assert.deepStrictEqual([items.length, items.some(heldOut.has)], [8, false])
      assert.deepStrictEqual(project.session().measuring().items.toSorted(), [...heldOut.order].toSorted())
      const before = acts(project)
      const why = (body: unknown) => Effect.map(record(body), ({ problems }) => problems.join())
      assert.match(yield* why(hook("CREATED", 30, { choice: "wolf" })), /"wolf" is no class: neither the project/)
      assert.match(yield* why(hook("CREATED", 31, { choice: "x".repeat(201) })), /at most 200 characters/)
      assert.match(
        yield* why({ ...hook("CREATED", 32), task: { id: 1, data: { image: "other.jpg" } } }),
        /fits no item/
      )
      for (const odd of [null, "x", {}, { action: "ANNOTATION_CREATED" }, { tasks: [null, { annotations: "x" }] }]) {
        assert.strictEqual(yield* why(odd), "")
      }
      assert.strictEqual(acts(project), before)
      // Tasks bring what was annotated before; what was brought into Label Studio is somebody else's.
      const tasks = [{
        ...task(0),
        annotations: [annotation(40, { by: 7 }), { ...annotation(41, { by: 8 }), import_id: 3 }]
      }]
      yield* record({ tasks })
      assert.deepStrictEqual(saidOf(project)["0"], "p1@x.org: cat; p7@x.org: cat")
    }).pipe(Effect.scoped))

  it.effect("count again when they say a label again, also after a restart, and not when they were deleted", () =>
    Effect.gen(function*() {
      const project = yield* begin(), time = (minute: number) => `2026-11-29T00:0${minute}:00Z`
      const { record } = yield* makeRecorder(project, ids)
      const blank = (id: number, minute: number) => ({
        ...hook("UPDATED", id),
        annotation: { ...annotation(id, { at: time(minute) }), result: [] }
      })
      yield* record(hook("CREATED", 1, { choice: "cat", at: time(1) }))
      yield* record(hook("CREATED", 2, { choice: "dog", at: time(2) }))
      // The other annotation of the same person counts while this one says nothing.
      yield* record(blank(2, 3))
      assert.deepStrictEqual(saidOf(project), { 0: "p1@x.org: cat" })
      const again = yield* makeRecorder(project, ids)
      for (const { record: late } of [{ record }, again]) {
        yield* late(hook("UPDATED", 2, { choice: "dog", at: "2026-11-29T00:02:30Z" }))
      }
      assert.deepStrictEqual(saidOf(project), { 0: "p1@x.org: cat" })
      yield* again.record(hook("UPDATED", 2, { choice: "dog", at: time(4) }))
      assert.deepStrictEqual(saidOf(project), { 0: "p1@x.org: dog" })
      // Deleted before it was told of: the requests overtook each other.
      yield* again.record(hook("DELETED", 3))
      const count = acts(project)
      yield* again.record(hook("CREATED", 3, { item: 5 }))
      assert.strictEqual(acts(project), count)
    }).pipe(Effect.scoped))

  it.effect("keep their class when it is renamed, or merged into another, in the project", () =>
    Effect.gen(function*() {
      const project = yield* begin(), { record } = yield* makeRecorder(project, ids)
      yield* record(hook("CREATED", 1, { choice: "cat" }))
      yield* record(hook("CREATED", 2, { item: 1, choice: "dog" }))
      const who = "ann", act = { who, nonce: "rename" }
      yield* project.act(wishFor({ _tag: "ClassRenamed", ...act, id: 1, name: "feline" }))
      const count = acts(project)
      yield* record({ tasks: [{ ...task(0), annotations: [annotation(1, { choice: "cat" })] }] })
      yield* record(hook("UPDATED", 1, { choice: "cat", at: "2026-11-29T00:01:00Z" }))
      assert.strictEqual(acts(project), count)
      yield* record(hook("CREATED", 3, { item: 2, choice: "cat" }))
      assert.deepStrictEqual(saidOf(project), { 0: "p1@x.org: feline", 1: "p1@x.org: dog", 2: "p1@x.org: feline" })
      yield* project.act(wishFor({ _tag: "ClassesMerged", who, nonce: "merge", from: 0, into: 1 }))
      yield* record(hook("CREATED", 4, { item: 3, choice: "dog" }))
      // What counts again is of a class that was merged since.
      yield* record(hook("CREATED", 5, { item: 1, choice: null }))
      yield* record(hook("DELETED", 5))
      assert.deepStrictEqual(project.session().vocabulary().classes.map(({ name }) => name), ["feline"])
      assert.deepStrictEqual(Object.values(saidOf(project)), Array(4).fill("p1@x.org: feline"))
    }).pipe(Effect.scoped))

  it.effect("are told again where the disk had failed", () =>
    Effect.gen(function*() {
      const project = yield* begin()
      let fails = false
      const failing: Project = {
        ...project,
        act: (wish) =>
          fails
            ? Effect.fail(
              new JournalError({ reason: { _tag: "Unwritable", path: "labels.db", cause: "the disk is full" } })
            )
            : project.act(wish)
      }
      const { record } = yield* makeRecorder(failing, ids)
      yield* record(hook("CREATED", 1))
      fails = true
      assert.strictEqual((yield* Effect.result(record(hook("DELETED", 1))))._tag, "Failure")
      fails = false
      yield* record(hook("DELETED", 1))
      assert.deepStrictEqual(saidOf(project), {})
    }).pipe(Effect.scoped))

  it.live("are on the disk before Label Studio is answered, and it is told what is not", () =>
    Effect.gen(function*() {
      const project = yield* begin(), { record } = yield* makeRecorder(project, ids)
      let lessons = 0
      const backend = makeBackend({
        ids,
        every: 2,
        learn: () => void lessons++,
        kept: () => labeledIn(project.session(), ids)
      })
      const { url } = yield* serveBackend(backend, {
        port: 0,
        before: (body) =>
          Effect.map(record(body), ({ acts, problems }) => {
            backend.changed(acts)
            return problems
          })
      })
      const post = (body: unknown) =>
        Effect.promise(() =>
          fetch(`${url}/webhook`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify(body)
          }).then(async (response) => [response.status, await response.json()] as const)
        )
      assert.deepStrictEqual(yield* post(hook("CREATED", 1)), [201, { model_version: "marginalia-0" }])
      assert.deepStrictEqual(saidOf(project), { 0: "p1@x.org: cat" })
      assert.strictEqual(lessons, 0)
      yield* post(hook("CREATED", 2, { item: 1 }))
      assert.strictEqual(lessons, 1)
      assert.deepStrictEqual([...backend.labeled().labels], [[0, "cat"], [1, "cat"]])
      const [status, { problems }] = yield* post(hook("CREATED", 3, { choice: "wolf" }))
      assert.deepStrictEqual([status, problems.length], [201, 1])
    }).pipe(Effect.scoped))
})
