import { effect } from "@preact/signals"
import { useEffect, useRef } from "preact/hooks"
import { useStudio } from "../context.ts"
import { colorOf, heat, pixel } from "../state/colors.ts"
import type { MapData, Paint } from "../state/map.ts"
import { type Camera, nearer, nearest, pointAt, type Screen, shifted, within } from "../state/plane.ts"
import { drawing } from "../state/raster.ts"
import { inSlices, turnsOfBrowser } from "../state/slices.ts"
import type { Studio } from "../state/studio.ts"

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
interface Painted {
  readonly color: Uint32Array
  readonly front: Uint32Array
}

const painted = (data: MapData, paint: Paint, nthOf: ReadonlyMap<number, number>, dark: boolean): Painted => {
  const gray = pixel(dark ? [72, 77, 87] : [200, 201, 204]), color = new Uint32Array(data.size).fill(gray)
  const heats = Uint32Array.from({ length: 256 }, (_, i) => pixel(heat(i / 255, dark)))
  const pixels = new Map([...nthOf].map(([id, nth]) => [id, pixel(colorOf(nth))]))
  const front: Array<number> = []
  const classes = paint === "prediction" ? data.predicted : data.labels
  for (let i = 0; i < data.size; i++) {
    if (paint === "uncertainty") color[i] = heats[data.uncertainty[i]!]!
    else if (classes[i]! >= 0) {
      color[i] = pixels.get(classes[i]!) ?? gray
      front.push(i)
    }
  }
  return { color, front: Uint32Array.from(front) }
}

/** Paints again only what changed. */
const makePainter = () => {
  let last: { readonly by: ReadonlyArray<unknown>; readonly painted: Painted } | undefined
  return (data: MapData, paint: Paint, classes: ReadonlyArray<{ readonly id: number }>, dark: boolean): Painted => {
    const ids = classes.map(({ id }) => id).join(), by = [data, paint, ids, dark]
    if (last === undefined || by.some((one, i) => one !== last!.by[i])) {
      last = { by, painted: painted(data, paint, new Map(classes.map(({ id }, nth) => [id, nth])), dark) }
    }
    return last.painted
  }
}

/** Draws all items, or, where some are selected, those over the others. */
function* drawAll(out: Uint32Array, screen: Screen, scene: {
  readonly data: MapData
  readonly painted: Painted
  readonly camera: Camera
  readonly selected: Uint32Array
  readonly ratio: number
  readonly ring: number
  readonly accent: number
}): Generator<void> {
  const { camera, data: { points, size }, painted: { color, front }, ratio, selected } = scene
  const radius = ratio * Math.min(5, Math.max(1.2, 140 / Math.sqrt(size) * Math.sqrt(camera.zoom)))
  const some = selected.length > 0, all = front.length === 0
  yield* drawing(out, screen, { points, color, camera, radius, opacity: some ? 0.2 : all ? 0.75 : 0.5 })
  yield* drawing(out, screen, { points, color, camera, radius: radius * 1.15, opacity: some ? 0.3 : 0.9, order: front })
  if (selected.length <= RINGED) {
    const ring = new Uint32Array(size).fill(scene.ring), around = radius * 1.15 + 1.5 * ratio
    yield* drawing(out, screen, { points, color: ring, camera, radius: around, opacity: 1, order: selected })
  }
  if (some) {
    const own = accented(scene.painted, selected, scene.accent)
    yield* drawing(out, screen, { points, color: own, camera, radius: radius * 1.15, opacity: 1, order: selected })
  }
}

/** So many selected items have a ring around them; more would be all ring. */
const RINGED = 30

/** What is selected and has no color of its own takes the page's. */
const accented = ({ color, front }: Painted, selected: Uint32Array, accent: number): Uint32Array => {
  const own = color.slice(), known = new Uint8Array(color.length)
  for (const item of front) known[item] = 1
  for (const item of selected) if (known[item] === 0) own[item] = accent
  return own
}

const groundOf = (canvas: HTMLElement): number => {
  const [red = 0, green = 0, blue = 0] = getComputedStyle(canvas).backgroundColor.match(/\d+/g)?.map(Number) ?? []
  return pixel([red, green, blue])
}

/** A picture under way: where it is drawn, and what is left to draw. */
interface Picture {
  readonly image: ImageData
  readonly steps: Iterator<unknown>
}

/** Begins pictures of what the state says, in one image as long as the size is the same; none while there is nothing to draw. */
const makePictures = ({ maps, project }: Studio, at: HTMLCanvasElement) => {
  const painter = makePainter()
  let image: ImageData | undefined
  return (): Picture | undefined => {
    const data = maps.data.peek(), ratio = Math.min(2, devicePixelRatio)
    const screen = { width: Math.round(at.clientWidth * ratio), height: Math.round(at.clientHeight * ratio) }
    if (data === undefined || screen.width === 0 || screen.height === 0) return undefined
    if (image?.width !== screen.width || image.height !== screen.height) {
      image = new ImageData(screen.width, screen.height)
    }
    const out = new Uint32Array(image.data.buffer), dark = isDark()
    out.fill(groundOf(at))
    const steps = drawAll(out, screen, {
      data,
      painted: painter(data, maps.paint.peek(), project.named.peek(), dark),
      camera: maps.camera.peek(),
      selected: maps.selected.peek(),
      ratio,
      ring: pixel(dark ? [255, 255, 255] : [20, 22, 28]),
      accent: pixel(dark ? [159, 178, 255] : [47, 80, 200])
    })
    return { image, steps }
  }
}

/** Keeps the picture what the state says: one drawing at a time, in slices, shown when it is whole. */
const usePicture = (canvas: { readonly current: HTMLCanvasElement | null }): void => {
  const studio = useStudio(), { maps, project, settings } = studio
  useEffect(() => {
    const at = canvas.current!, context = at.getContext("2d")!, turns = turnsOfBrowser()
    const picture = makePictures(studio, at)
    let waiting = 0, busy = false, again = false, end = (): void => {}
    const show = ({ image }: Picture): void => {
      if (at.width !== image.width || at.height !== image.height) {
        at.width = image.width
        at.height = image.height
      }
      context.putImageData(image, 0, 0)
      busy = false
      if (again) ask()
    }
    const paint = (): void => {
      waiting = 0
      again = false
      const next = picture()
      if (next === undefined) return
      busy = true
      end = inSlices(next.steps, turns, () => show(next))
    }
    // A picture that is under way is finished first: who moves the map all the time sees it move.
    const ask = (): void => {
      if (busy) again = true
      else waiting ||= requestAnimationFrame(paint)
    }
    const stop = effect(() => {
      void [maps.data.value, maps.paint.value, maps.camera.value, maps.selected.value]
      void [project.named.value, settings.value.theme]
      ask()
    })
    const sizes = new ResizeObserver(ask), scheme = matchMedia("(prefers-color-scheme: dark)")
    sizes.observe(at)
    scheme.addEventListener("change", ask)
    return () => {
      stop()
      end()
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
