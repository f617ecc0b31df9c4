import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runs } from "../../../core/test/runs.ts"
import { created, entriesOf, label, says } from "../../test/sessions.ts"
import { itemsOf, subjectOf } from "../../test/subject.ts"
import { decide, type Wish } from "../project/act.ts"
import type { Act, Answer } from "../session/event.ts"
import { makeSession, type Session } from "../session/session.ts"
import type { Format } from "./format.ts"
import { importLabels } from "./import.ts"
import { exportProject } from "./write.ts"

const SIZE = 8
const ids = Array.from({ length: SIZE }, (_, i) => `${i % 2 === 0 ? "a" : "b"}/${i}.png`)

/** A project that applies what it is asked. */
const doer = (session: Session) => ({
  session: () => session,
  act: (wish: Wish) =>
    Effect.try({
      try: () => {
        const found = decide(session, wish)
        if ("act" in found) session.apply({ seq: session.seq() + 1, at: 1, event: found.act })
      },
      catch: (error) => error as Error
    })
})

const fresh = () => makeSession(created({ size: SIZE, classes: ["dog"] }))

const answer: fc.Arbitrary<Answer> = fc.oneof(
  fc.constantFrom(0, 1).map((id): Answer => ({ _tag: "Label", class: id })),
  fc.constantFrom<Answer>({ _tag: "Skip" }, { _tag: "CannotTell" }, { _tag: "Bad" }, { _tag: "Clear" })
)

const act: fc.Arbitrary<Act> = fc.tuple(
  fc.constantFrom("ann", "bob", "cia@x.org"),
  fc.uniqueArray(fc.nat({ max: SIZE - 1 }), { minLength: 1, maxLength: 4 }),
  answer
).map(([who, items, what]) => says(who, items, what))

/** What an item is, with what waits told as open: it is asked about again. */
const statusOf = (session: Session, item: number): string => {
  const status = session.status(item)
  if (status._tag !== "Labeled") return status._tag === "Skipped" || status._tag === "Conflict" ? "Open" : status._tag
  return session.vocabulary().classes.find(({ id }) => id === session.vocabulary().resolve(status.class))!.name
}

const statuses = (session: Session) => ids.map((_, item) => statusOf(session, item))

/** What a form can say of an item. */
const said: { readonly [format in Format]: (status: string) => string } = {
  "csv": (status) => status,
  "parquet": (status) => status,
  "label-studio": (status) => status,
  "folders": (status) => status,
  "huggingface": (status) => status,
  "cvat": (status) => status === "Bad" || status === "CannotTell" ? "Open" : status,
  "coco": (status) => status === "Bad" || status === "CannotTell" ? "Open" : status
}

const roundTrip = (acts: ReadonlyArray<Act>, format: Format) =>
  Effect.gen(function*() {
    const root = mkdtempSync(join(tmpdir(), "marginalia-import-")), path = join(root, "labels")
    yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(root, { recursive: true })))
    const subject = subjectOf(itemsOf(ids), acts, { measure: 0.25 })
    yield* exportProject(subject, format, path)
    const wanted = statuses(subject.session).map(said[format])
    if (wanted.every((status) => status === "Open")) return
    const session = fresh()
    yield* importLabels(doer(session), ids, path, { who: "import", nonce: "n" })
    assert.deepStrictEqual(statuses(session), wanted)
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer), Effect.runPromise)

describe.each(Object.keys(said) as ReadonlyArray<Format>)("labels exported as %s", (format) => {
  const acts = fc.array(act, { minLength: 1, maxLength: 8 })
  test.prop([acts], { numRuns: runs(format === "parquet" ? 5 : 25) })(
    "come back as far as the form can say them",
    (given) => roundTrip(given, format)
  )
})

const importing = (text: string, session: Session, nonce = "n") =>
  Effect.gen(function*() {
    const root = mkdtempSync(join(tmpdir(), "marginalia-import-")), path = join(root, "labels.csv")
    yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(root, { recursive: true })))
    writeFileSync(path, text)
    return yield* importLabels(doer(session), ids, path, { who: "ann", nonce })
  }).pipe(Effect.scoped, Effect.provide(NodeServices.layer))

describe("importLabels", () => {
  it.effect("adds the classes that are missing, and is one act, done once", () =>
    Effect.gen(function*() {
      const session = fresh(), text = "file_name,label\n0.png,cat\n1.png,dog\nb/3.png,ant\n"
      yield* importing(text, session)
      yield* importing(text, session)
      assert.deepStrictEqual(session.vocabulary().classes.map(({ name }) => name), ["dog", "ant", "cat"])
      assert.deepStrictEqual(statuses(session).slice(0, 4), ["cat", "dog", "Open", "ant"])
      assert.lengthOf(session.history.of("Answered"), 1)
      assert.strictEqual(session.said(0)[0]!.view, "import")
    }))

  it.effect("is not made again once its classes have other names", () =>
    Effect.gen(function*() {
      const session = fresh(), text = "id,label\na/0.png,cat\n"
      yield* importing(text, session)
      const rename: Act = { _tag: "ClassRenamed", who: "ann", nonce: "r", id: 1, name: "lynx" }
      session.apply({ seq: session.seq() + 1, at: 1, event: rename })
      yield* importing(text, session)
      assert.deepStrictEqual([statuses(session)[0], session.vocabulary().classes.length], ["lynx", 2])
    }))

  it.effect("makes a conflict where somebody said otherwise, and takes nobody's answer away", () =>
    Effect.gen(function*() {
      const session = makeSession(created({ size: SIZE }))
      for (const entry of entriesOf([says("bob", 0, label(1))])) session.apply(entry)
      yield* importing("id,label\na/0.png,cat\n", session)
      assert.strictEqual(session.status(0)._tag, "Conflict")
      assert.lengthOf(session.said(0), 2)
    }))

  it.effect("refuses items of others, and files without a label", () =>
    Effect.gen(function*() {
      const session = fresh()
      assert.include(
        (yield* Effect.flip(importing("id,label\nz,cat\n", session))).message,
        "\"z\" is not in the pool of the project"
      )
      assert.include((yield* Effect.flip(importing("id,label\n", session))).message, "there is no label in it")
      assert.strictEqual(session.seq(), 1)
    }))
})
