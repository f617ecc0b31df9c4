/**
 * What annotators who are no persons here suggest of items: the fold of the acts that bring suggestions.
 */
import type { History } from "./history.ts"

/** A class that an annotator suggests for an item. */
export interface Suggestion {
  /** Who suggests it. */
  readonly annotator: string
  /** The class, as it was numbered then. */
  readonly class: number
  /** How sure the annotator is, from 0 to 1; `null` where that is not known. */
  readonly p: number | null
}

/** Suggestions by item: of each annotator the last one, the annotators in the order in which they came first. */
export type Suggestions = (item: number) => ReadonlyArray<Suggestion>

const NONE: ReadonlyArray<Suggestion> = []

const foldOf = (acts: ReturnType<History["of"]>): ReadonlyMap<number, ReadonlyArray<Suggestion>> => {
  const found = new Map<number, ReadonlyArray<Suggestion>>()
  for (const { event } of acts) {
    if (event._tag !== "Suggested") continue
    const { annotator } = event
    for (const { class: id, items, p } of event.groups) {
      items.forEach((item, i) => {
        const one = { annotator, class: id, p: p?.[i] ?? null }, before = found.get(item) ?? NONE
        const at = before.findIndex((other) => other.annotator === annotator)
        found.set(item, at < 0 ? [...before, one] : before.with(at, one))
      })
    }
  }
  return found
}

/** The suggestions that count in a history, folded anew only when others count. O(suggestions) then, else O(1) an item. */
export const makeSuggestions = (history: History): Suggestions => {
  let seen: string | undefined, found: ReadonlyMap<number, ReadonlyArray<Suggestion>> = new Map()
  return (item) => {
    const acts = history.of("Suggested"), key = acts.map(({ seq }) => seq).join()
    if (key !== seen) {
      found = foldOf(acts)
      seen = key
    }
    return found.get(item) ?? NONE
  }
}
