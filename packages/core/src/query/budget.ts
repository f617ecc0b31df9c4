/**
 * How many items are chosen of what is left to choose from. Tested by `../Query.test.ts`.
 */
import * as Message from "../Message.ts"
import * as checks from "./checks.ts"
import { refuse } from "./refuse.ts"

/** The settings that say how many, as yet unchecked. */
interface Asked {
  readonly budget?: unknown
  readonly clamp?: unknown
}

/** Whom nobody is asked about again. */
interface Labeled {
  readonly labeled: Uint32Array
  readonly declined: Uint32Array
}

/** What is said of declined items where too few are left: they look like items that nobody was asked about. */
const ofDeclined = ({ declined: { length }, labeled }: Labeled): readonly [problem: string, hint: string] => {
  if (length === 0) return ["", ""]
  const was = length === 1 ? "1 was" : `${length} were`
  return [
    `: ${labeled.length} are labeled, and ${was} declined (a blank label declines)`,
    "leave declined items out of the labels to be asked about them, or "
  ]
}

/** Refuses to choose where nothing is left. */
const nothingLeft = (budget: unknown, labeled: Labeled): never => {
  const reason = { _tag: "Budget", key: "budget", value: budget, expected: "an unlabeled item at least" } as const
  const [why, hint] = ofDeclined(labeled)
  return refuse(reason, `no unlabeled item is left to choose${why}`, `${hint}add items or candidates`)
}

/** The checked budget of a choice among so many `candidates`: at most these. */
export const budgetOf = ({ budget, clamp }: Asked, candidates: number, labeled: Labeled): number => {
  checks.whole("Budget", "budget", budget, 1)
  if (candidates === 0) return nothingLeft(budget, labeled)
  if ((budget as number) <= candidates) return budget as number
  if (clamp === true) return candidates
  const hint = Message.text`lower it or pass ${Message.setting("clamp", { value: true })}`
  const reason = { _tag: "Budget", key: "budget", value: budget, expected: `at most ${candidates}` } as const
  return refuse(reason, `budget ${String(budget)} is more than the ${candidates} unlabeled items`, hint)
}
