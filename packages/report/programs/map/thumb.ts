/** Small pictures of items, cut from the one that the page holds. */
import type { Payload } from "../../src/map/shown.ts"
import { make } from "../dom.ts"

/** The picture of an item on the map; undefined where it has none. */
export type Thumb = (i: number, large: boolean) => HTMLElement | undefined

/** The pictures of a map's items. */
export const thumbs = ({ images }: Payload): Thumb => {
  if (images === undefined) return () => undefined
  const { across, of, tall, url, wide } = images
  const spriteAt = new Map(of.map((i, at) => [i, at]))
  const rows = Math.ceil(of.length / across)
  return (i, large) => {
    const at = spriteAt.get(i)
    if (at === undefined) return undefined
    const x = at % across, y = Math.floor(at / across)
    const size = large ? 5.6 : 2.8, w = size * Math.min(1, wide / tall), h = size * Math.min(1, tall / wide)
    const element = make("span", { class: large ? "thumb large" : "thumb", "aria-hidden": "true" })
    Object.assign(element.style, {
      width: `${w}rem`,
      height: `${h}rem`,
      backgroundImage: `url(${url})`,
      backgroundSize: `${across * w}rem ${rows * h}rem`,
      backgroundPosition: `${-x * w}rem ${-y * h}rem`
    })
    return element
  }
}
