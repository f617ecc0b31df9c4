/** A program that has `@marginalia/studio`: a label, and what the project is after it. */
import { Event, makeSession, problemOf } from "@marginalia/studio"

const created = {
  _tag: "Created",
  version: Event.VERSION,
  size: 10,
  ids: "",
  classes: ["cat", "dog"],
  strategy: "margin",
  encoder: "pca",
  measure: 0.2,
  overlap: 0,
  seed: 0
} as const
const session = makeSession(created)
const event = {
  _tag: "Answered",
  who: "me",
  nonce: "1",
  view: "one",
  order: "random",
  ms: 900,
  suggested: null,
  groups: [{ items: [3], answer: { _tag: "Label", class: 1 } }]
} as const
if (problemOf(session, event) !== undefined) throw new Error("a label is refused")
session.apply({ seq: 2, at: 0, event })
console.log(session.counts().labeled, session.status(3)._tag)
// => 1 Labeled
