import { effect } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { useStudio } from "../context.ts"
import { colorOf, heat, pixel } from "../state/colors.ts"
import type { MapData, Paint } from "../state/map.ts"
import { nearer, nearest, pointAt, type Screen, shifted, within } from "../state/plane.ts"
import { draw } from "../state/raster.ts"

interface Props {
  /** Whether a drag draws a line around items; else it moves the map. */
  readonly lasso: boolean
  /** The item under the pointer, and where; −1 for none. */
  readonly over: (item: number, x: number, y: number) => void
}

const isDark = (): boolean => {
  const theme = document.documentElement.dataset["theme"]
  return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches)
}

/** A pixel for each item; and those in color, which are drawn last. */
const painted = (data: MapData, paint: Paint, nthOf: ReadonlyMap<number, number>, dark: boolean) => {
  const gray = pixel(dark ? [72, 77, 87] : [200, 201, 204]), color = new Uint32Array(data.size).fill(gray)
  const front: Array<number> = []
  const classes = paint === "prediction" ? data.predicted : data.labels
  for (let i = 0; i < data.size; i++) {
    if (paint === "uncertainty") color[i] = pixel(heat(data.uncertainty[i]! / 255, dark))
    else if (classes[i]! >= 0) {
      color[i] = pixel(colorOf(nthOf.get(classes[i]!) ?? classes[i]!))
      front.push(i)
    }
  }
  return { color, front: Uint32Array.from(front) }
}

const groundOf = (canvas: HTMLElement): number => {
  const [red = 0, green = 0, blue = 0] = getComputedStyle(canvas).backgroundColor.match(/\d+/g)?.map(Number) ?? []
  return pixel([red, green, blue])
}

/** Keeps the picture what the state says; one drawing a frame. */
const usePicture = (canvas: { readonly current: HTMLCanvasElement | null }): void => {
  const { maps, project, settings } = useStudio()
  useEffect(() => {
    const at = canvas.current!, context = at.getContext("2d")!
    let image: ImageData | undefined, waiting = 0
    const paint = (): void => {
      waiting = 0
      const data = maps.data.peek(), ratio = Math.min(2, devicePixelRatio)
      const screen = { width: Math.round(at.clientWidth * ratio), height: Math.round(at.clientHeight * ratio) }
      if (data === undefined || screen.width === 0 || screen.height === 0) return
      if (image?.width !== screen.width || image.height !== screen.height) {
        at.width = screen.width
        at.height = screen.height
        image = new ImageData(screen.width, screen.height)
      }
      const out = new Uint32Array(image.data.buffer), dark = isDark()
      const nthOf = new Map(project.classes.peek().map(({ id }, nth) => [id, nth]))
      const { color, front } = painted(data, maps.paint.peek(), nthOf, dark)
      const camera = maps.camera.peek(), { points } = data, all = front.length === 0
      const radius = ratio * Math.min(5, Math.max(1.2, 140 / Math.sqrt(data.size) * Math.sqrt(camera.zoom)))
      out.fill(groundOf(at))
      draw(out, screen, { points, color, camera, radius, opacity: all ? 0.75 : 0.5 })
      draw(out, screen, { points, color, camera, radius: radius * 1.15, opacity: 0.9, order: front })
      const selected = maps.selected.peek()
      const ring = new Uint32Array(data.size).fill(pixel(dark ? [255, 255, 255] : [20, 22, 28]))
      draw(out, screen, {
        points,
        color: ring,
        camera,
        radius: radius * 1.15 + 1.5 * ratio,
        opacity: 1,
        order: selected
      })
      draw(out, screen, { points, color, camera, radius: radius * 1.15, opacity: 1, order: selected })
      context.putImageData(image, 0, 0)
    }
    const ask = (): void => {
      waiting ||= requestAnimationFrame(paint)
    }
    const stop = effect(() => {
      void [maps.data.value, maps.paint.value, maps.camera.value, maps.selected.value]
      void [project.classes.value, settings.value.theme]
      ask()
    })
    const sizes = new ResizeObserver(ask), scheme = matchMedia("(prefers-color-scheme: dark)")
    sizes.observe(at)
    scheme.addEventListener("change", ask)
    return () => {
      stop()
      sizes.disconnect()
      scheme.removeEventListener("change", ask)
      cancelAnimationFrame(waiting)
    }
  }, [])
}

type Place = readonly [x: number, y: number]

/** What pointers and the wheel do. */
const useHands = (
  canvas: { readonly current: HTMLCanvasElement | null },
  line: { readonly current: SVGPolygonElement | null },
  props: { readonly current: Props }
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

/** The points. */
export const Plot = (props: Props) => {
  const canvas = useRef<HTMLCanvasElement>(null), line = useRef<SVGPolygonElement>(null), now = useRef(props)
  now.current = props
  usePicture(canvas)
  useHands(canvas, line, now)
  return (
    <>
      <canvas
        ref={canvas}
        class={props.lasso ? "lasso" : ""}
        role="img"
        aria-label="Map of all items: what looks alike lies together"
      />
      <svg class="lasso-line" aria-hidden="true">
        <polygon ref={line} />
      </svg>
    </>
  )
}
