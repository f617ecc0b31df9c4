import { useStudio } from "../context.ts"
import type { ItemView } from "../wire.ts"

const lineOf = ({ fields, id, text }: ItemView): string =>
  text ?? fields?.map(({ name, value }) => `${name} ${value}`).join(" · ") ?? id

/** An item, small. */
export const Thumb = ({ item, alt = "" }: { readonly item: ItemView; readonly alt?: string }) => {
  const { project } = useStudio()
  if (project.view.value.kind !== "image") return <span class="snippet">{lineOf(item).slice(0, 160)}</span>
  const tiny = Math.max(item.width ?? Infinity, item.height ?? Infinity) <= 128
  return (
    <img
      class={tiny ? "thumb tiny" : "thumb"}
      src={`/thumb/${item.item}`}
      alt={alt}
      loading="lazy"
      decoding="async"
      draggable={false}
    />
  )
}
