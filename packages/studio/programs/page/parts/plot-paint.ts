/** The map as an image: what color each item has, and what is drawn over what. */
import { colorOf, heat, pixel } from "../state/colors.ts"
import type { MapData, Paint } from "../state/map.ts"
import type { Camera, Screen } from "../state/plane.ts"
import { drawing } from "../state/raster.ts"

/** A pixel for each item; and those in color, which are drawn last. */
export interface Painted {
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
export const makePainter = () => {
  let last: { readonly by: ReadonlyArray<unknown>; readonly painted: Painted } | undefined
  return (data: MapData, paint: Paint, classes: ReadonlyArray<{ readonly id: number }>, dark: boolean): Painted => {
    const ids = classes.map(({ id }) => id).join(), by = [data, paint, ids, dark]
    if (last === undefined || by.some((one, i) => one !== last!.by[i])) {
      last = { by, painted: painted(data, paint, new Map(classes.map(({ id }, nth) => [id, nth])), dark) }
    }
    return last.painted
  }
}

/** What is drawn. */
export interface Scene {
  readonly data: MapData
  readonly painted: Painted
  readonly camera: Camera
  readonly selected: Uint32Array
  readonly ratio: number
  readonly ring: number
  readonly accent: number
}

/** Draws all items, or, where some are selected, those over the others. */
export function* drawAll(out: Uint32Array, screen: Screen, scene: Scene): Generator<void> {
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
