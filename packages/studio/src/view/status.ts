/** What a project has: labels, classes, how far people agree, how right the model is, and whether going on is worth it. */
import { note } from "@marginalia/core/Notices"
import * as Effect from "effect/Effect"
import { readProject } from "../project/project.ts"
import { readSettings } from "../project/settings.ts"
import type { Session } from "../session/session.ts"
import { agreementOf } from "./agreement.ts"
import { futureOf } from "./forecast.ts"
import { measuredOf } from "./measured.ts"
import { outlookOf } from "./outlook.ts"

/** What the project of a `session` has, as plain data; see {@link ProjectStatus}. */
export const statusOf = (session: Session) => {
  const labels = session.perClass(), measured = measuredOf(session, undefined)
  const heldOut = new Map<number, number>()
  for (const id of session.measuring().classes) heldOut.set(id, (heldOut.get(id) ?? 0) + 1)
  return {
    items: session.created.size,
    counts: session.counts(),
    heldOut: session.heldOut.order.length,
    classes: session.vocabulary().classes.map(({ id, name }) => ({
      name,
      labels: labels.get(id) ?? 0,
      heldOut: heldOut.get(id) ?? 0
    })),
    people: session.people().map(({ answers, who }) => ({ who, answers })),
    strategy: session.strategy(),
    // Of how many items, drawn at random, the last order is; null: of all.
    sample: session.models().at(-1)?.sample ?? null,
    encoder: session.created.encoder,
    models: session.models().filter(({ classes }) => classes.length > 0).length,
    agreement: agreementOf(session),
    measured,
    outlook: { ...outlookOf(session), ...futureOf(measured.curve) }
  }
}

/**
 * What a project has: how many `items`, labels and answers (`counts`), what is held out to measure, the `classes` and `people`
 * with their labels, what chooses and what embeds, the `agreement` of several people, what was `measured`, and whether going on is
 * worth it (`outlook`).
 */
export type ProjectStatus = ReturnType<typeof statusOf>

/**
 * What the project in `folder` has; also while somebody labels. What is odd about its journal is said to `Notices`.
 * Fails with `InvalidInput` or `JournalError` where it is no project of this version, and with `FileProblem` where it
 * cannot be read.
 */
export const readStatus = Effect.fn("studio.readStatus")(function*(folder: string) {
  yield* readSettings(folder)
  const { oddity, session } = yield* readProject(folder)
  if (oddity !== undefined) yield* note(`note: ${oddity}`)
  return statusOf(session)
})
