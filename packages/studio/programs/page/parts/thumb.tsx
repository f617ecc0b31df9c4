import { useStudio } from "../context.ts"
import { thumbOf } from "../state/media.ts"
import type { ItemView } from "../wire.ts"

/** As much of an item as is known: its number at least. */
type Known = Pick<ItemView, "item"> & Partial<ItemView>

const lineOf = ({ fields, id, item, text }: Known): string =>
  text ?? fields?.map(({ name, value }) => `${name} ${value}`).join(" · ") ?? id ?? String(item)

/** An item, small. */
export const Thumb = ({ item, alt = "" }: { readonly item: Known; readonly alt?: string }) => {
  const { project } = useStudio()
  if (project.parts.kind.value !== "image") return <span class="snippet">{lineOf(item).slice(0, 240)}</span>
  const tiny = Math.max(item.width ?? Infinity, item.height ?? Infinity) <= 128
  return (
    <img
      class={tiny ? "thumb tiny" : "thumb"}
      src={thumbOf(project.view.peek().id, item.item)}
      alt={alt}
      loading="lazy"
      decoding="async"
      draggable={false}
    />
  )
}
