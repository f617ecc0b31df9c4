/**
 * An item as the page shows it.
 */
import type { Described } from "../items/item.ts"
import type { ItemView } from "../server/wire.ts"
import type { Offer } from "../session/offer.ts"
import type { Session } from "../session/session.ts"
import { guessesOf, type Model } from "./model.ts"

/** So many classes are suggested. */
const SUGGESTED = 5

const STATUS = {
  Open: "open",
  Skipped: "skipped",
  Labeled: "labeled",
  CannotTell: "cannotTell",
  Bad: "bad",
  Conflict: "conflict"
} as const

const whyOf = (model: Model | undefined, item: number): string | null => {
  const place = model?.place.get(item)
  return place === undefined ? null : model!.learned.why[place] ?? null
}

/** What annotators brought, then what the model finds likely; classes as they are now. */
const suggestionsOf = (session: Session, model: Model | undefined, item: number): ItemView["suggestions"] => {
  const { resolve } = session.vocabulary()
  const brought = session.suggested(item).map(({ annotator, class: id, p }) => ({
    class: resolve(id),
    p,
    by: annotator
  }))
  const likely = guessesOf(model, session, item, SUGGESTED).map(({ class: id, p }) => ({ class: id, p, by: null }))
  return [...brought.filter((one) => one.class >= 0), ...likely]
}

/**
 * The view of an item. Held-out items come without suggestions, so that what measures it is not moved by it. O(answers
 * of the item + classes).
 */
export const itemView = (
  session: Session,
  model: Model | undefined,
  { item, order, rank }: Offer,
  described: Described
): ItemView => {
  const heldOut = session.heldOut.has(item), status = session.status(item)
  return {
    item,
    id: described.id,
    order,
    rank: rank ?? null,
    why: order === "strategy" ? whyOf(model, item) : null,
    width: described.width ?? null,
    height: described.height ?? null,
    text: described.text ?? null,
    fields: described.fields ?? null,
    suggestions: heldOut ? [] : suggestionsOf(session, model, item),
    heldOut,
    status: STATUS[status._tag],
    class: status._tag === "Labeled" ? status.class : null,
    said: session.said(item).map(({ answer, at, who }) => ({ who, answer, at }))
  }
}
