import { effect } from "@preact/signals"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { useStudio } from "../context.ts"
import { moved, type Sight, zoomed } from "../state/look.ts"
import { mediaOf } from "../state/media.ts"
import type { ItemView } from "../wire.ts"

/** How many pictures ahead are loaded and decoded. */
const AHEAD = 4

/** An image of fewer pixels than this on its longer side is shown pixel by pixel. */
const TINY = 128

const isTiny = ({ height, width }: ItemView): boolean => Math.max(width ?? Infinity, height ?? Infinity) <= TINY

interface PictureProps {
  readonly item: ItemView
  readonly front: boolean
  readonly sight: Sight
}

/** One picture of the stack: those behind are loaded and decoded, and not seen. */
const Picture = ({ front, item, sight }: PictureProps) => {
  const { labeling, project } = useStudio()
  const ref = useRef<HTMLImageElement>(null), [broken, setBroken] = useState(false)
  // Not by a rendering: the picture changes with the signal, before any part of the page is made anew.
  useLayoutEffect(() =>
    effect(() => {
      const place = labeling.front.value === item.item ? "front" : "behind"
      if (ref.current !== null) ref.current.className = isTiny(item) ? `${place} tiny` : place
    }), [item])
  useEffect(() => {
    ref.current?.decode().catch(() => {})
  }, [item.item])
  const { brightness, contrast, x, y, zoom } = sight
  const seen = front
    ? {
      transform: zoom === 1 ? "none" : `translate(${x}px, ${y}px) scale(${zoom})`,
      filter: contrast === 1 && brightness === 1 ? "none" : `contrast(${contrast}) brightness(${brightness})`
    }
    : undefined
  if (front && broken) return <p class="broken" role="img">This image cannot be shown.</p>
  return (
    <img
      ref={ref}
      src={mediaOf(project.view.peek().id, item.item)}
      alt={front ? `Item ${item.id}` : ""}
      aria-hidden={!front}
      decoding={front ? "sync" : "async"}
      draggable={false}
      onError={() => setBroken(true)}
      {...(seen === undefined ? {} : { style: seen })}
    />
  )
}

/** What a pointer, two fingers and a wheel do to the picture. */
const useHands = (box: { readonly current: HTMLElement | null }): void => {
  const { look } = useStudio()
  useEffect(() => {
    const at = box.current
    if (at === null) return
    const fingers = new Map<number, { x: number; y: number }>()
    const middle = (event: { clientX: number; clientY: number }): readonly [number, number] => {
      const { height, left, top, width } = at.getBoundingClientRect()
      return [event.clientX - left - width / 2, event.clientY - top - height / 2]
    }
    const gap = (): number => {
      const [a, b] = [...fingers.values()]
      return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y)
    }
    const wheel = (event: WheelEvent): void => {
      event.preventDefault()
      look.change((sight) => zoomed(sight, Math.exp(-event.deltaY / 400), ...middle(event)))
    }
    const down = (event: PointerEvent): void => {
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
      at.setPointerCapture(event.pointerId)
    }
    const move = (event: PointerEvent): void => {
      const last = fingers.get(event.pointerId)
      if (last === undefined) return
      const before = gap()
      fingers.set(event.pointerId, { x: event.clientX, y: event.clientY })
      const after = gap()
      look.change((sight) =>
        before > 0 && after > 0
          ? zoomed(sight, after / before, ...middle(event))
          : moved(sight, event.clientX - last.x, event.clientY - last.y, at.clientWidth, at.clientHeight)
      )
    }
    const up = (event: PointerEvent): void => void fingers.delete(event.pointerId)
    const stop = new AbortController(), { signal } = stop
    at.addEventListener("wheel", wheel, { passive: false, signal })
    at.addEventListener("pointerdown", down, { signal })
    at.addEventListener("pointermove", move, { signal })
    at.addEventListener("pointerup", up, { signal })
    at.addEventListener("pointercancel", up, { signal })
    return () => stop.abort()
  }, [])
}

/** The picture on the screen, and behind it those that come next. */
export const Pictures = ({ items }: { readonly items: ReadonlyArray<ItemView> }) => {
  const { look } = useStudio(), box = useRef<HTMLDivElement>(null)
  useHands(box)
  useLayoutEffect(() => look.turn(), [items[0]?.item])
  const sight = look.sight.value
  return (
    <div class={sight.zoom > 1 ? "pictures zoomed" : "pictures"} ref={box}>
      {items.slice(0, AHEAD).map((item, i) => <Picture key={item.item} item={item} front={i === 0} sight={sight} />)}
    </div>
  )
}
