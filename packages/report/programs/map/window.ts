/** What part of the map is shown: a square of its 1000 × 1000. */

/** Its left upper corner, and its side. */
export interface Window {
  readonly x: number
  readonly y: number
  readonly side: number
}

/** All of the map. */
export const WHOLE: Window = { x: 0, y: 0, side: 1000 }

const SMALLEST = 40

const within = ({ side, x, y }: Window): Window => {
  const most = WHOLE.side - side
  return { side, x: Math.min(most, Math.max(0, x)), y: Math.min(most, Math.max(0, y)) }
}

/** So many times as near, with what is at `at` where it is; its middle by default. */
export const zoomed = (
  window: Window,
  times: number,
  at: readonly [x: number, y: number] = [window.x + window.side / 2, window.y + window.side / 2]
): Window => {
  const side = Math.min(WHOLE.side, Math.max(SMALLEST, window.side / times)), scale = side / window.side
  return within({ side, x: at[0] - (at[0] - window.x) * scale, y: at[1] - (at[1] - window.y) * scale })
}

/** Moved by shares of its own side. */
export const moved = ({ side, x, y }: Window, right: number, down: number): Window =>
  within({ side, x: x + right * side, y: y + down * side })

/** Whether a place is shown. */
export const shows = ({ side, x, y }: Window, [px, py]: readonly [number, number]): boolean =>
  px >= x && px <= x + side && py >= y && py <= y + side

/** Whether a place is within a line that is drawn around it (even-odd); of fewer than three corners, none is. */
export const encloses = (
  corners: ReadonlyArray<readonly [x: number, y: number]>,
  [px, py]: readonly [number, number]
): boolean => {
  let inside = false
  corners.forEach(([x, y], i) => {
    const [bx, by] = corners[(i + corners.length - 1) % corners.length]!
    if (y > py !== by > py && px < (bx - x) * (py - y) / (by - y) + x) inside = !inside
  })
  return corners.length > 2 && inside
}
