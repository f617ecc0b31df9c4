/**
 * The labels that the server was told of.
 */
import * as Suggest from "@marginalia/core/Suggest"
import { sortedClasses } from "@marginalia/datasets/class-order"
import { Refused } from "./api.ts"
import type { KnownLabels } from "./protocol.ts"

/** A label of an item; `null`: declined; `""`: open again. */
export interface Telling {
  readonly id: string
  readonly label: string | null
}

/** Labels by item. */
export interface LabelStore {
  /** Takes labels in, all or none. Throws {@link Refused} for ids that there are not, and an id twice. */
  readonly tell: (labels: ReadonlyArray<Telling>) => void
  /** The items of ids. Throws {@link Refused}. */
  readonly itemsOf: (ids: ReadonlyArray<string>) => Uint32Array
  readonly labels: () => KnownLabels
  readonly classes: () => ReadonlyArray<string>
  readonly counts: () => { readonly labels: number; readonly declined: number }
}

/** Nothing is known yet of these items. */
export const makeLabelStore = (ids: ReadonlyArray<string>): LabelStore => {
  const at = new Map(ids.map((id, item) => [id, item]))
  const labels = new Map<number, string>(), declined = new Set<number>()
  const itemOf = (id: string): number => {
    const item = at.get(id)
    if (item !== undefined) return item
    const suggestion = ids.length > 10_000 ? undefined : Suggest.nearest(id, ids)
    throw new Refused({
      problem: `there is no item ${JSON.stringify(id)} in the pool.${
        suggestion === undefined ? "" : Suggest.hint(id, ids)
      }`,
      reason: "UnknownId",
      about: suggestion === undefined ? { id } : { id, suggestion }
    })
  }
  const itemsOf = (wanted: ReadonlyArray<string>): Uint32Array => {
    const items = Uint32Array.from(wanted, itemOf), seen = new Set<number>()
    const twice = items.findIndex((item) => seen.size === seen.add(item).size)
    if (twice >= 0) {
      const id = wanted[twice], problem = `the id ${JSON.stringify(id)} comes twice; give it once`
      throw new Refused({ problem, reason: "DuplicateId", about: { id } })
    }
    return items
  }
  const classes = (): ReadonlyArray<string> => sortedClasses([...labels.values()])
  return {
    itemsOf,
    tell: (told) => {
      const items = itemsOf(told.map(({ id }) => id)), names = told.map(({ label }) => label?.trim() ?? null)
      for (const [i, item] of items.entries()) {
        const name = names[i]!
        labels.delete(item)
        declined.delete(item)
        if (name === null) declined.add(item)
        else if (name !== "") labels.set(item, name)
      }
    },
    classes,
    counts: () => ({ labels: labels.size, declined: declined.size }),
    labels: () => {
      const number = new Map(classes().map((name, i) => [name, i]))
      return {
        items: Uint32Array.from(labels.keys()),
        labels: Int32Array.from(labels.values(), (name) => number.get(name)!),
        declined: Uint32Array.from(declined)
      }
    }
  }
}
