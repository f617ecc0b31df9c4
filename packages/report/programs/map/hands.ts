/** Zooming, moving and drawing around items, with a pointer and with keys. */
import { all, draw, one, press } from "../dom.ts"
import { moved, WHOLE, type Window, zoomed } from "./window.ts"

/** What the hands change. */
export interface Hands {
  readonly window: () => Window
  readonly look: (window: Window) => void
  /** Corners of a line that was drawn, or undefined: all that is shown. */
  readonly select: (corners: ReadonlyArray<readonly [number, number]> | undefined) => void
  /** Nothing is selected any more. */
  readonly clear: () => void
}

const STEP = 0.2, TIMES = 1.5

const keys: { readonly [key: string]: (window: Window) => Window } = {
  ArrowLeft: (window) => moved(window, -STEP, 0),
  ArrowRight: (window) => moved(window, STEP, 0),
  ArrowUp: (window) => moved(window, 0, -STEP),
  ArrowDown: (window) => moved(window, 0, STEP),
  "+": (window) => zoomed(window, TIMES),
  "=": (window) => zoomed(window, TIMES),
  "-": (window) => zoomed(window, 1 / TIMES),
  "0": () => WHOLE
}

/** Where a pointer is on the map. */
const placeOf = (plane: SVGElement, { clientX, clientY }: MouseEvent, { side, x, y }: Window) => {
  const { height, left, top, width } = plane.getBoundingClientRect()
  return [x + (clientX - left) / width * side, y + (clientY - top) / height * side] as const
}

/** Drags: around items while the lasso is taken, else the map itself. */
const drags = (plane: SVGElement, hands: Hands, isLasso: () => boolean): void => {
  let corners: Array<readonly [number, number]> | undefined, from: readonly [number, number] | undefined
  plane.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || (!isLasso() && hands.window().side === WHOLE.side)) return
    from = placeOf(plane, event, hands.window())
    if (!isLasso()) return
    corners = [from]
    plane.setPointerCapture(event.pointerId)
  })
  plane.addEventListener("pointermove", (event) => {
    if (from === undefined) return
    const window = hands.window(), [x, y] = placeOf(plane, event, window)
    if (corners === undefined) {
      return hands.look(moved(window, (from[0] - x) / window.side, (from[1] - y) / window.side))
    }
    corners.push([x, y])
    plane.querySelector(".lasso")?.remove()
    plane.append(draw("path", { class: "lasso", d: `M${corners.map((corner) => corner.join(" ")).join("L")}Z` }))
  })
  const end = (): void => {
    plane.querySelector(".lasso")?.remove()
    if (corners !== undefined && corners.length > 2) hands.select(corners)
    corners = undefined
    from = undefined
  }
  plane.addEventListener("pointerup", end)
  plane.addEventListener("pointercancel", end)
}

/** Lets the buttons and the map of a view zoom, move and select. */
export const useHands = (view: HTMLElement, plane: SVGElement, hands: Hands): void => {
  const lasso = one(view, "[data-hand=lasso]"), isLasso = (): boolean => lasso.getAttribute("aria-pressed") === "true"
  const acts: { readonly [name: string]: () => void } = {
    nearer: () => hands.look(zoomed(hands.window(), TIMES)),
    farther: () => hands.look(zoomed(hands.window(), 1 / TIMES)),
    whole: () => hands.look(WHOLE),
    lasso: () => {
      press(lasso, !isLasso())
      plane.classList.toggle("drawing", isLasso())
    },
    shown: () => hands.select(undefined),
    clear: hands.clear
  }
  all(view, "[data-hand]").forEach((e) => e.addEventListener("click", () => acts[e.dataset["hand"] ?? ""]?.()))
  plane.addEventListener("keydown", (event) => {
    const change = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (change === undefined) return
    event.preventDefault()
    hands.look(change(hands.window()))
  })
  // With a wheel alone the page scrolls: the map would be a trap.
  plane.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return
    event.preventDefault()
    hands.look(zoomed(hands.window(), event.deltaY < 0 ? 1.2 : 1 / 1.2, placeOf(plane, event, hands.window())))
  }, { passive: false })
  drags(plane, hands, isLasso)
}
