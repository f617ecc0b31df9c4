/** How an image is looked at: zoom, place, contrast, brightness. Zoom and place are an item's own; light lasts. */
import { type ReadonlySignal, signal } from "@preact/signals"

/** `x` and `y` are pixels of the screen, from the middle. */
export interface Sight {
  readonly zoom: number
  readonly x: number
  readonly y: number
  readonly contrast: number
  readonly brightness: number
}

/** As it is. */
export const plain: Sight = { zoom: 1, x: 0, y: 0, contrast: 1, brightness: 1 }

const MOST = 16

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** Zooms by `factor` so that the point (`px`, `py`), measured from the middle, stays where it is. */
export const zoomed = (sight: Sight, factor: number, px = 0, py = 0): Sight => {
  const zoom = within(sight.zoom * factor, 1, MOST)
  if (zoom === 1) return { ...sight, zoom, x: 0, y: 0 }
  const by = zoom / sight.zoom
  return { ...sight, zoom, x: px - (px - sight.x) * by, y: py - (py - sight.y) * by }
}

/** Moves; an image that is not zoomed stays where it is. */
export const moved = (sight: Sight, dx: number, dy: number, width: number, height: number): Sight => {
  const mx = (width * (sight.zoom - 1)) / 2, my = (height * (sight.zoom - 1)) / 2
  return { ...sight, x: within(sight.x + dx, -mx, mx), y: within(sight.y + dy, -my, my) }
}

/** Changes the light: steps of 1.2 and back. */
export const lit = (sight: Sight, what: "contrast" | "brightness", up: boolean): Sight => ({
  ...sight,
  [what]: within(Number((sight[what] * (up ? 1.2 : 1 / 1.2)).toFixed(4)), 0.2, 8)
})

/** See the functions. */
export interface Look {
  readonly sight: ReadonlySignal<Sight>
  readonly unfolded: ReadonlySignal<boolean>
  readonly change: (f: (sight: Sight) => Sight) => void
  readonly fold: () => void
  /** Another item is on the screen. */
  readonly turn: () => void
}

/** As it is. */
export const makeLook = (): Look => {
  const sight = signal(plain), unfolded = signal(false)
  return {
    sight,
    unfolded,
    change: (f) => {
      sight.value = f(sight.peek())
    },
    fold: () => {
      unfolded.value = !unfolded.peek()
    },
    turn: () => {
      const { brightness, contrast } = sight.peek()
      if (sight.peek().zoom !== 1) sight.value = { ...plain, brightness, contrast }
      if (unfolded.peek()) unfolded.value = false
    }
  }
}
