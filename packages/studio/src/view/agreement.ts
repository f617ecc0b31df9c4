/**
 * How far people agree on what several of them labeled.
 */
import * as Agreement from "@marginalia/core/Agreement"
import type { ProjectView } from "../server/wire.ts"
import type { Session } from "../session/session.ts"

/** By person the class of each item that several people labeled, −1 for none. */
const labelsOf = (
  session: Session
): { readonly labels: ReadonlyArray<ReadonlyArray<number>>; readonly classes: number } => {
  const { next, resolve } = session.vocabulary(), people = session.people().map(({ who }) => who)
  const several = [...session.touched()].filter((item) => session.said(item).length > 1)
  const rows = several.map((item) =>
    new Map(
      session.said(item).flatMap(({ answer, who }) =>
        answer._tag === "Label" && resolve(answer.class) >= 0 ? [[who, resolve(answer.class)] as const] : []
      )
    )
  ).filter(({ size }) => size > 1)
  const here = people.filter((who) => rows.some((row) => row.has(who)))
  return { labels: here.map((who) => rows.map((row) => row.get(who) ?? -1)), classes: next }
}

/** Light's kappa (1971): the mean of Cohen's over all pairs of which something can be said. */
const light = (labels: ReadonlyArray<ReadonlyArray<number>>, classes: number): number => {
  const pairs = labels.flatMap((one, i) =>
    labels.slice(i + 1).map((other) => Agreement.cohen(one, other, classes).value)
  )
  const told = pairs.filter(Number.isFinite)
  return told.reduce((sum, value) => sum + value, 0) / told.length
}

const kappaOf = (labels: ReadonlyArray<ReadonlyArray<number>>, classes: number): number => {
  const each = labels[0]!.map((_, i) => labels.filter((list) => list[i]! >= 0).length)
  const isEven = labels.length > 2 && each.every((count) => count === each[0])
  return isEven ? Agreement.fleiss(labels, classes).value : light(labels, classes)
}

/** See `ProjectView.agreement`. O(answers · people). */
export const agreementOf = (session: Session): ProjectView["agreement"] => {
  const { classes, labels } = labelsOf(session), items = labels[0]?.length ?? 0
  if (items === 0) return null
  const kappa = kappaOf(labels, classes), alpha = Agreement.krippendorff(labels, classes).value
  return Number.isFinite(kappa) && Number.isFinite(alpha) ? { items, kappa, alpha } : null
}
