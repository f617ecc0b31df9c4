/**
 * Projects for tests.
 */
import * as Effect from "effect/Effect"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Wish, wishFor } from "../src/project/act.ts"
import type { Answer, Created } from "../src/session/event.ts"

/** A project of `size` items and the classes a, b, c. */
export const created = (size = 20, more: Partial<Created> = {}): Created => ({
  _tag: "Created",
  version: 1,
  size,
  ids: `ids of ${size}`,
  classes: ["a", "b", "c"],
  strategy: "margin",
  encoder: "pca",
  measure: 0.2,
  overlap: 0,
  seed: 1,
  ...more
})

/** A folder that goes with the scope. */
export const folder = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "marginalia-studio-"))),
    (path) => Effect.sync(() => rmSync(path, { recursive: true, force: true }))
  ),
  (path) => join(path, "a.marginalia")
)

let nonces = 0

/** The wish to answer items alike. */
export const answer = (
  items: ReadonlyArray<number>,
  answer: Answer,
  { nonce = `nonce ${nonces++}`, who = "anna" } = {}
): Wish =>
  wishFor({
    _tag: "Answered",
    who,
    nonce,
    view: "one",
    order: "random",
    ms: 5,
    suggested: null,
    groups: [{ items, answer }]
  })

/** The wish to label items. */
export const label = (items: ReadonlyArray<number>, of: number, more: { nonce?: string; who?: string } = {}): Wish =>
  answer(items, { _tag: "Label", class: of }, more)
