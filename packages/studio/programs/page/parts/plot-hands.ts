/** What pointers and the wheel do on the map. */
import { useEffect } from "preact/hooks"
import { useStudio } from "../context.ts"
import { nearer, nearest, pointAt, type Screen, shifted, within } from "../state/plane.ts"

/** See the fields. */
export interface Hands {
  /** Whether a drag draws a line around items; else it moves the map. */
  readonly lasso: boolean
  /** The item under the pointer, and where; −1 for none. */
  readonly over: (item: number, x: number, y: number) => void
}

type Place = readonly [x: number, y: number]

/** Moves the map, selects, and tells what is pointed at. */
export const useHands = (
  canvas: { readonly current: HTMLCanvasElement | null },
  line: { readonly current: SVGPolygonElement | null },
  props: { readonly current: Hands }
): void => {
  const { maps } = useStudio()
  useEffect(() => {
    const at = canvas.current!, stop = new AbortController(), { signal } = stop
    const screen = (): Screen => ({ width: at.clientWidth, height: at.clientHeight })
    const placeOf = (event: MouseEvent): Place => {
      const { left, top } = at.getBoundingClientRect()
      return [event.clientX - left, event.clientY - top]
    }
    const fingers = new Map<number, Place>()
    let path: Array<Place> | undefined, far = 0
    const show = (): void =>
      line.current?.setAttribute("points", path?.map(([x, y]) => `${x.toFixed(0)},${y.toFixed(0)}`).join(" ") ?? "")
    const under = (place: Place): number => {
      const data = maps.data.peek()
      return data === undefined ? -1 : nearest(data.points, maps.camera.peek(), screen(), place, 9)
    }
    const pinch = (id: number, place: Place): void => {
      const other = [...fingers].find(([key]) => key !== id)?.[1], last = fingers.get(id)!
      if (other === undefined) {
        return maps.look((camera) => shifted(camera, screen(), place[0] - last[0], place[1] - last[1]))
      }
      const by = Math.hypot(place[0] - other[0], place[1] - other[1]) /
        Math.max(1, Math.hypot(last[0] - other[0], last[1] - other[1]))
      maps.look((camera) => nearer(camera, screen(), by, other[0], other[1]))
    }
    at.addEventListener("wheel", (event) => {
      event.preventDefault()
      const [x, y] = placeOf(event)
      maps.look((camera) => nearer(camera, screen(), Math.exp(-event.deltaY / 300), x, y))
    }, { passive: false, signal })
    at.addEventListener("pointerdown", (event) => {
      at.setPointerCapture(event.pointerId)
      fingers.set(event.pointerId, placeOf(event))
      far = 0
      path = (props.current.lasso || event.shiftKey) && fingers.size === 1 ? [placeOf(event)] : undefined
      props.current.over(-1, 0, 0)
    }, { signal })
    at.addEventListener("pointermove", (event) => {
      const place = placeOf(event), last = fingers.get(event.pointerId)
      if (last === undefined) return props.current.over(under(place), ...place)
      far += Math.hypot(place[0] - last[0], place[1] - last[1])
      if (path === undefined) pinch(event.pointerId, place)
      else path.push(place)
      fingers.set(event.pointerId, place)
      show()
    }, { signal })
    const lift = (event: PointerEvent): void => {
      const data = maps.data.peek()
      fingers.delete(event.pointerId)
      if (data !== undefined && far < 4) {
        const item = under(placeOf(event))
        maps.select(item < 0 ? new Uint32Array(0) : Uint32Array.of(item))
      } else if (data !== undefined && path !== undefined) {
        maps.select(within(data.points, path.map(([x, y]) => pointAt(maps.camera.peek(), screen(), x, y))))
      }
      path = undefined
      show()
    }
    at.addEventListener("pointerup", lift, { signal })
    at.addEventListener("pointercancel", (event) => {
      fingers.delete(event.pointerId)
      path = undefined
      show()
    }, { signal })
    at.addEventListener("pointerleave", () => props.current.over(-1, 0, 0), { signal })
    return () => stop.abort()
  }, [])
}
