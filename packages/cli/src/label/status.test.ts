import { makeSession } from "@marginalia/studio/session/session"
import { statusOf } from "@marginalia/studio/view/status"
import { assert, it } from "vitest"
import { trainedFor } from "../../../studio/test/models.ts"
import { created, entriesOf, label, says } from "../../../studio/test/sessions.ts"
import { statusText } from "./status.ts"

it("a project's status says what is labeled, how far people agree, and what is not known", () => {
  const session = makeSession(created({ measure: 0.2 }))
  const acts = [
    says("ann", [0, 1, 2, 3], label(0)),
    says("bob", [0, 1], label(0)),
    says("bob", 2, label(1)),
    says("ann", 9, label(1))
  ]
  for (const entry of entriesOf(acts)) session.apply(entry)
  session.apply({ seq: 99, at: 0, event: trainedFor(0, [], { classes: [], sample: 5000 }) })
  const view = statusOf(session), text = statusText(view)
  assert.deepStrictEqual([view.counts.labeled, view.counts.conflict, view.agreement?.items], [4, 1, 3])
  assert.match(text, /4 of 20 labeled, 1 in conflict, 15 open, 4 held out to measure/)
  assert.match(text, /people +ann \(5\), bob \(3\)/)
  assert.match(text, /strategy .*; the order is that of 5,000 items, drawn at random/)
  assert.match(text, /agreement +kappa -?\d\.\d\d, alpha -?\d\.\d\d on 3 items/)
  assert.match(text, /accuracy +(there is no model yet|nothing held out)/)
  assert.match(text, /cat +3 +\d/)
})
