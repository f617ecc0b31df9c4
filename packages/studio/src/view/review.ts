/**
 * Items that were answered, to be looked at again.
 */
import type { Session } from "../session/session.ts"
import { chanceOf, type Model } from "./model.ts"
import { nameOf, percent } from "./words.ts"

/** An item to look at again, and why. */
export interface Reviewed {
  readonly item: number
  readonly reason: string
}

/** What is reviewed but likely mistakes (`mistakes.ts`). */
export type By = "class" | "confidence" | "disagreement" | "answered"

interface Labeled {
  readonly item: number
  readonly class: number
  readonly p: number | undefined
}

const labeledIn = (session: Session, model: Model | undefined): ReadonlyArray<Labeled> =>
  [...session.touched()].flatMap((item) => {
    const status = session.status(item)
    if (status._tag !== "Labeled") return []
    return [{ item, class: status.class, p: chanceOf(model, session, item, status.class) }]
  })

/** What the model finds unlikeliest first; what it cannot say of, and ties, by position. */
const byChance = (a: Labeled, b: Labeled): number => (a.p ?? 2) - (b.p ?? 2) || a.item - b.item

const chanceWords = (session: Session, { class: id, p }: Labeled): string =>
  p === undefined ? `labeled ${nameOf(session, id)}` : `the model gives ${nameOf(session, id)} ${percent(p)}`

const ofLabels = (session: Session, model: Model | undefined, wanted: number | undefined): ReadonlyArray<Reviewed> =>
  labeledIn(session, model).filter((one) => wanted === undefined || one.class === wanted).sort(byChance)
    .map((one) => ({ item: one.item, reason: chanceWords(session, one) }))

const disagreed = (session: Session): ReadonlyArray<Reviewed> => {
  const { resolve } = session.vocabulary()
  const found = [...session.touched()].flatMap((item) => {
    const words = session.said(item).flatMap(({ answer, who }) =>
      answer._tag === "Label" && resolve(answer.class) >= 0
        ? [{ who, word: nameOf(session, resolve(answer.class)) }]
        : answer._tag === "Skip"
        ? []
        : [{ who, word: answer._tag === "Bad" ? "bad item" : "cannot tell" }]
    )
    if (new Set(words.map(({ word }) => word)).size < 2) return []
    const reason = words.map(({ who, word }) => `${who}: ${word}`).join(", ")
    return [{ item, reason, isOpen: session.status(item)._tag === "Conflict" }]
  })
  return found.sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || a.item - b.item)
}

const answeredBy = (session: Session, who: string): ReadonlyArray<Reviewed> =>
  session.recent(who, Infinity).filter((item) => session.said(item).some((said) => said.who === who))
    .map((item) => ({ item, reason: "answered by you" }))

/**
 * Items to look at again, the first first: of a class (or, by `confidence`, of all) those whose label the model finds the least
 * likely; those that people disagree on, undecided ones first; or what `who` answered, the last first. O(answers · classes).
 */
export const reviewOf = (
  session: Session,
  model: Model | undefined,
  { by, class: wanted, who }: { readonly by: By; readonly class: number | undefined; readonly who: string }
): ReadonlyArray<Reviewed> => {
  switch (by) {
    case "class":
    case "confidence":
      return ofLabels(session, model, wanted)
    case "disagreement":
      return disagreed(session)
    case "answered":
      return answeredBy(session, who)
  }
}
