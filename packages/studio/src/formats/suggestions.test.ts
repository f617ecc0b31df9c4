import * as NodeServices from "@effect/platform-node/NodeServices"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { folder } from "../../../datasets/test/files.ts"
import { created } from "../../test/sessions.ts"
import { itemsOf } from "../../test/subject.ts"
import { decide, type Wish } from "../project/act.ts"
import { makeSession, type Session } from "../session/session.ts"
import { importLabels } from "./import.ts"
import { readSuggestions } from "./suggestions.ts"
import { exportProject } from "./write.ts"

const ids = ["a", "b", "c", "d"]

/** A project that applies what it is asked. */
const doer = (session: Session) => ({
  session: () => session,
  act: (wish: Wish) =>
    Effect.sync(() => {
      const found = decide(session, wish)
      if ("act" in found) session.apply({ seq: session.seq() + 1, at: 1, event: found.act })
    })
})

const said = "id,label,annotator,probability\na,dog,tiny,0.75\nc,new,tiny,\nb,dog,large,1\na,cat,large,\n"

layer(NodeServices.layer)("suggestions from a file", (it) => {
  it.effect("are brought in by annotator with how sure they are, and exported as no labels", () =>
    Effect.gen(function*() {
      const { path, put } = yield* folder, file = put("labels.csv", said)
      const session = makeSession(created({ size: 4, classes: ["dog"] })), project = doer(session)
      const act = { who: "import", nonce: "once", read: readSuggestions }
      for (let time = 0; time < 2; time++) yield* importLabels(project, ids, file, act)
      const name = (id: number) => session.vocabulary().classes.find((one) => one.id === id)!.name
      assert.deepStrictEqual(
        ids.map((_, item) => session.suggested(item).map(({ annotator, class: id, p }) => [annotator, name(id), p])),
        [[["tiny", "dog", 0.75], ["large", "cat", null]], [["large", "dog", 1]], [["tiny", "new", null]], []]
      )
      assert.strictEqual(session.counts().labeled, 0)
      yield* importLabels(project, ids, put("person.csv", "id,label\nb,dog\n"), { who: "ann", nonce: "person" })
      const out = join(path, "out.csv")
      yield* exportProject({ folder: "photos.marginalia", items: itemsOf(ids), session }, "csv", out)
      const rows = readFileSync(out, "utf8").trim().split("\n")
      assert.lengthOf(rows, 2)
      assert.match(rows[1]!, /^b,dog,.*ann/)
    }))

  it.effect("are refused with what is wrong", () =>
    Effect.gen(function*() {
      const { put } = yield* folder, session = makeSession(created({ size: 4, classes: ["dog"] }))
      const cases: ReadonlyArray<readonly [string, RegExp]> = [
        ["id,label\na,dog\n", /no column says who gave each label/],
        ["id,label,annotator\nz,dog,tiny\n", /"z" is not in/],
        ["id,label,annotator,probability\na,dog,tiny,2\n", /probability in row 0 is "?2"?; give numbers from 0 to 1/],
        ["id,label,annotator\na,dog,tiny\na,cat,tiny\n", /a/]
      ]
      for (const [i, [text, message]] of cases.entries()) {
        const error = yield* Effect.flip(readSuggestions(session, ids, put(`${i}.csv`, text)))
        assert.match(error.message, message)
      }
    }))
})
