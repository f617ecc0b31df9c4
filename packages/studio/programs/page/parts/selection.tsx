import { useSignal } from "@preact/signals"
import { useEffect } from "preact/hooks"
import { useStudio } from "../context.ts"
import { tallied } from "../state/map.ts"
import type { ItemView } from "../wire.ts"
import { Thumb } from "./thumb.tsx"

/** How many of the selected items are shown. */
const SHOWN = 24

/** Up to {@link SHOWN} of the items, spread over all of them. */
const sampled = (items: Uint32Array): ReadonlyArray<number> =>
  Array.from(
    { length: Math.min(SHOWN, items.length) },
    (_, i) => items[Math.floor((i * items.length) / Math.min(SHOWN, items.length))]!
  )

const Few = ({ items }: { readonly items: Uint32Array }) => {
  const { labeling, project, server, view } = useStudio(), shown = sampled(items)
  const texts = useSignal<ReadonlyMap<number, ItemView>>(new Map())
  const image = project.parts.kind.value === "image"
  useEffect(() => {
    if (image) return
    void Promise.all(shown.map((item) => server.get<ItemView>(`/api/items/${item}`))).then(
      (found) => (texts.value = new Map(found.map((one) => [one.item, one]))),
      () => {}
    )
  }, [items])
  return (
    <ul class="alike">
      {shown.map((item) => (
        <li key={item}>
          <button
            type="button"
            onClick={() => {
              view.value = "label"
              labeling.show(item)
            }}
          >
            <Thumb item={texts.value.get(item) ?? { item }} alt={`Look at item ${item}`} />
          </button>
        </li>
      ))}
    </ul>
  )
}

/** What is selected on the map, and what can be done with it. */
export const Selection = ({ open }: { readonly open: () => void }) => {
  const { maps, project } = useStudio(),
    data = maps.data.value,
    selected = maps.selected.value,
    free = maps.open.value.length
  if (data === undefined) return null
  if (selected.length === 0) {
    return (
      <p class="note">
        Draw a line around some items (or choose “Select what is in view”) to look at them, label them, or be asked
        about them next.
      </p>
    )
  }
  const words = (of: Int32Array): string =>
    tallied(of, selected).slice(0, 4).map(([id, count]) => `${project.nameOf(id)} ${count}`).join(", ")
  const labels = words(data.labels), predicted = words(data.predicted)
  return (
    <section class="selection" aria-label="Selected items">
      <h2>
        {selected.length.toLocaleString("en")} selected
        <button type="button" class="link" onClick={() => maps.select(new Uint32Array(0))}>Clear</button>
      </h2>
      <p class="note">
        {free.toLocaleString("en")} open{labels === "" ? "" : ` · labeled ${labels}`}
        {predicted === "" ? "" : ` · predicted ${predicted}`}
      </p>
      <div class="foot-line">
        <button type="button" class="main" disabled={free === 0} onClick={maps.ask}>Ask about these next</button>
        <button type="button" disabled={free === 0} onClick={open}>Label them …</button>
      </div>
      <Few items={selected} />
    </section>
  )
}
