/**
 * Labels that look wrong: by confident learning, on probabilities of models that did not see them.
 */
import * as Audit from "@marginalia/core/Audit"
import type { OutOfFold } from "../learning/learning.ts"
import type { Session } from "../session/session.ts"
import type { Reviewed } from "./review.ts"
import { nameOf, percent } from "./words.ts"

/**
 * The labels of training items that look wrong, the least probable first; what was labeled otherwise, or merged, since they
 * were asked about is left out. None before there are two classes. O(labels · classes).
 */
export const mistakesIn = (
  session: Session,
  { classes, items, labels, probability }: OutOfFold
): ReadonlyArray<Reviewed> => {
  if (classes.length < 2 || items.length === 0) return []
  const { resolve } = session.vocabulary()
  const matrix = { data: probability, rows: items.length, cols: classes.length }
  return Audit.labelIssues({ probability: matrix, labels }).issues.flatMap(
    ({ given, position, probability: own, suggested, suggestedProbability }) => {
      const item = items[position]!, status = session.status(item)
      const [was, looks] = [resolve(classes[given]!), resolve(classes[suggested]!)]
      if (status._tag !== "Labeled" || status.class !== was || looks === was || looks < 0) return []
      const reason = `labeled ${nameOf(session, was)} (${percent(own)}), looks like ${nameOf(session, looks)} (${
        percent(suggestedProbability)
      })`
      return [{ item, reason }]
    }
  )
}
