/**
 * How far people agree on what several of them labeled.
 */
import * as Agreement from "@marginalia/core/Agreement"
import type { ProjectView } from "../server/wire.ts"
import type { Session } from "../session/session.ts"

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

/** By person the class of each item that several people labeled, −1 for none. */
const labelsOf = (
  session: Session
): { readonly labels: ReadonlyArray<ReadonlyArray<number>>; readonly classes: number } => {
  const { next, resolve } = session.vocabulary(), people = session.people().map(({ who }) => who)
  const rows = [...session.touched()].map((item) =>
    new Map(
      session.said(item).flatMap(({ answer, who }) =>
        answer._tag === "Label" && resolve(answer.class) >= 0 ? [[who, resolve(answer.class)] as const] : []
      )
    )
  ).filter(({ size }) => size > 1)
  const here = people.filter((who) => rows.some((row) => row.has(who)))
  return { labels: here.map((who) => rows.map((row) => row.get(who) ?? -1)), classes: next }
}

const kappaOf = (labels: ReadonlyArray<ReadonlyArray<number>>, classes: number): number | null => {
  if (labels.length === 2) return orNull(Agreement.cohen(labels[0]!, labels[1]!, classes).value)
  const each = labels[0]!.map((_, i) => labels.filter((list) => list[i]! >= 0).length)
  return each.every((count) => count === each[0]) ? orNull(Agreement.fleiss(labels, classes).value) : null
}

/** See `ProjectView.agreement`. O(answers). */
export const agreementOf = (session: Session): ProjectView["agreement"] => {
  const { classes, labels } = labelsOf(session), items = labels[0]?.length ?? 0
  if (items === 0) return null
  return { items, kappa: kappaOf(labels, classes), alpha: orNull(Agreement.krippendorff(labels, classes).value) }
}
