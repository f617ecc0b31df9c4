/** What was selected on the map, in words and as a list. */
import type { Layout, Payload } from "../../src/map/shown.ts"
import { make } from "../dom.ts"
import type { Thumb } from "./thumb.ts"
import { encloses, shows, type Window } from "./window.ts"

/** No more are listed one by one. */
const MOST = 30

/** The items within a line, or where there is none, within what is shown. */
export const itemsIn = (
  { ids }: Payload,
  { places }: Layout,
  window: Window,
  corners: ReadonlyArray<readonly [number, number]> | undefined
): ReadonlyArray<number> =>
  ids.map((_, i) => i).filter((i) => {
    const at = [places[2 * i]!, places[2 * i + 1]!] as const
    return corners === undefined ? shows(window, at) : encloses(corners, at)
  })

/** How many there are of each class, the most frequent first; ties in the order of the classes. */
export const countsOf = ({ classNames, truth }: Payload, items: ReadonlyArray<number>): string => {
  const counts = new Map<number, number>()
  for (const i of items) counts.set(truth[i]!, (counts.get(truth[i]!) ?? 0) + 1)
  return Array.from(counts).sort(([a, many], [b, more]) => more - many || a - b)
    .map(([c, count]) => `${c < 0 ? "class not known" : classNames[c]!}: ${count}`).join(", ")
}

/** Says and lists what is selected; nothing where it is nothing. */
export const listSelected = (
  place: Element,
  data: Payload,
  items: ReadonlyArray<number> | undefined,
  picked: ReadonlySet<number>,
  thumb: Thumb
): void => {
  if (items === undefined) return place.replaceChildren()
  const some = items.filter((i) => picked.has(i)).length, list = make("ul", { class: "gallery" })
  const said = make(
    "p",
    { class: "caption" },
    `${items.length} items are selected, ${some} of them picked. ${countsOf(data, items)}`
  )
  list.append(
    ...items.slice(0, MOST).map((i) => {
      const item = make("li"), image = thumb(i, false), name = data.classNames[data.truth[i]!]
      if (image !== undefined) item.append(image)
      item.append(make("b", { title: data.ids[i]! }, data.ids[i]!), name ?? "")
      return item
    })
  )
  place.replaceChildren(said, list)
  if (items.length > MOST) place.append(make("p", { class: "caption" }, `and ${items.length - MOST} more`))
}
