/** The map: every item, what is labeled, and the picks with their numbers. */
import { useEffect, useRef } from "preact/hooks"
import { classesIn, colorOf } from "./colors.ts"
import type { Shown } from "./protocol.ts"
import type { State } from "./state.ts"

/** Where an item is on a square of so many pixels. */
export const placeOf = ([x, y]: readonly [number, number], side: number): readonly [number, number] => [
  ((x + 1) / 2) * (side - 40) + 20,
  ((1 - y) / 2) * (side - 40) + 20
]

const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name)

interface Drawing {
  readonly pool: Shown
  readonly picks: ReadonlyArray<number>
  readonly labeled: ReadonlyArray<number>
  readonly marked: number | undefined
}

const drawItems = (pen: CanvasRenderingContext2D, side: number, { labeled, pool }: Drawing): void => {
  const radius = pool.points.length > 500 ? 2 : 4, count = classesIn(pool)
  const [unknown, tone] = [color("--dot"), color("--tone")]
  for (const [at, point] of pool.points.entries()) {
    const [x, y] = placeOf(point, side), c = pool.truth[at]!
    pen.fillStyle = c < 0 ? unknown : colorOf(c, count, tone)
    pen.beginPath()
    pen.arc(x, y, radius, 0, 2 * Math.PI)
    pen.fill()
  }
  pen.strokeStyle = color("--ink")
  pen.lineWidth = 2
  for (const at of labeled) {
    const [x, y] = placeOf(pool.points[at]!, side)
    pen.beginPath()
    pen.moveTo(x - 4, y - 4)
    pen.lineTo(x + 4, y + 4)
    pen.moveTo(x + 4, y - 4)
    pen.lineTo(x - 4, y + 4)
    pen.stroke()
  }
}

const drawPicks = (pen: CanvasRenderingContext2D, side: number, { marked, picks, pool }: Drawing): void => {
  pen.font = "700 11px system-ui, sans-serif"
  pen.textAlign = "center"
  pen.textBaseline = "middle"
  picks.forEach((at, i) => {
    const [x, y] = placeOf(pool.points[at]!, side)
    pen.beginPath()
    pen.arc(x, y, at === marked ? 13 : 9, 0, 2 * Math.PI)
    pen.fillStyle = color("--pick")
    pen.fill()
    pen.strokeStyle = color("--sheet")
    pen.stroke()
    pen.fillStyle = color("--on-pick")
    pen.fillText(String(i + 1), x, y)
  })
}

const draw = (canvas: HTMLCanvasElement, drawing: Drawing): void => {
  const side = canvas.clientWidth, ratio = devicePixelRatio, pen = canvas.getContext("2d")
  if (pen === null || side === 0) return
  canvas.width = side * ratio
  canvas.height = side * ratio
  pen.scale(ratio, ratio)
  drawItems(pen, side, drawing)
  drawPicks(pen, side, drawing)
}

/** The map of the pool that is shown. */
export const Plane = ({ state }: { readonly state: State }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const pool = state.shown.value, picks = (state.answer.value?.picks ?? []).map(({ position }) => position)
  const drawing = pool === undefined
    ? undefined
    : { pool, picks, labeled: state.labeled.value, marked: state.marked.value }
  useEffect(() => {
    const again = (): void => {
      if (canvas.current !== null && drawing !== undefined) draw(canvas.current, drawing)
    }
    const dark = matchMedia("(prefers-color-scheme: dark)")
    again()
    addEventListener("resize", again)
    dark.addEventListener("change", again)
    return () => {
      removeEventListener("resize", again)
      dark.removeEventListener("change", again)
    }
  })
  const count = pool?.points.length ?? 0
  return (
    <canvas
      ref={canvas}
      class="map"
      role="img"
      aria-label={`Map of ${count} items; ${picks.length} are picked, and listed below it with their reasons`}
    />
  )
}
