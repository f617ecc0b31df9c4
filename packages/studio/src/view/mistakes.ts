/**
 * Labels that look wrong: by confident learning, on probabilities of models that did not see them.
 */
import type { Doubts } from "../learning/learning.ts"
import type { Session } from "../session/session.ts"
import type { Reviewed } from "./review.ts"
import { nameOf, percent } from "./words.ts"

/**
 * The labels of training items that look wrong, the least probable first; what was labeled otherwise, or merged, since they
 * were asked about is left out. O(issues · classes).
 */
export const mistakesIn = (
  session: Session,
  { classes, issues, items }: Doubts
): ReadonlyArray<Reviewed> => {
  const { resolve } = session.vocabulary()
  return issues.flatMap(
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
