/** The map as a plane: where points are on the screen, which are inside a line, which is nearest. */

/** What is looked at: the middle, in the points' units, and how many screen heights the unit square is wide. */
export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** A screen's size, in its pixels. */
export interface Screen {
  readonly width: number
  readonly height: number
}

/** Everything. */
export const all: Camera = { x: 0, y: 0, zoom: 1 }

const MOST = 400

/** Pixels a unit. */
export const scaleOf = ({ zoom }: Camera, { height, width }: Screen): number => (zoom * Math.min(width, height)) / 2.15

/** The point that is at a place of the screen. */
export const pointAt = (camera: Camera, screen: Screen, px: number, py: number): readonly [number, number] => {
  const scale = scaleOf(camera, screen)
  return [camera.x + (px - screen.width / 2) / scale, camera.y - (py - screen.height / 2) / scale]
}

/** Zooms by `factor`; the place (`px`, `py`) of the screen keeps its point. */
export const nearer = (camera: Camera, screen: Screen, factor: number, px: number, py: number): Camera => {
  const zoom = Math.min(MOST, Math.max(0.8, camera.zoom * factor)), [x, y] = pointAt(camera, screen, px, py)
  const scale = scaleOf({ ...camera, zoom }, screen)
  return { zoom, x: x - (px - screen.width / 2) / scale, y: y + (py - screen.height / 2) / scale }
}

/** Moves by pixels of the screen. */
export const shifted = (camera: Camera, screen: Screen, dx: number, dy: number): Camera => {
  const scale = scaleOf(camera, screen), bound = (value: number): number => Math.min(1.5, Math.max(-1.5, value))
  return { ...camera, x: bound(camera.x - dx / scale), y: bound(camera.y + dy / scale) }
}

/** Whether a point is inside a closed line, by the even-odd rule. */
export const isInside = (line: ReadonlyArray<readonly [number, number]>, x: number, y: number): boolean => {
  let inside = false
  for (let i = 0, j = line.length - 1; i < line.length; j = i++) {
    const [xi, yi] = line[i]!, [xj, yj] = line[j]!
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/** The items inside a closed line of points, ascending. O(items in its box × line). */
export const within = (points: Float32Array, line: ReadonlyArray<readonly [number, number]>): Uint32Array => {
  let left = Infinity, right = -Infinity, low = Infinity, high = -Infinity
  for (const [x, y] of line) {
    left = Math.min(left, x)
    right = Math.max(right, x)
    low = Math.min(low, y)
    high = Math.max(high, y)
  }
  const found: Array<number> = []
  for (let i = 0; i < points.length / 2; i++) {
    const x = points[2 * i]!, y = points[2 * i + 1]!
    if (x >= left && x <= right && y >= low && y <= high && isInside(line, x, y)) found.push(i)
  }
  return Uint32Array.from(found)
}

/** The item nearest to a place of the screen, at most `reach` pixels away; −1 where there is none. Ties: the smaller. */
export const nearest = (
  points: Float32Array,
  camera: Camera,
  screen: Screen,
  [px, py]: readonly [number, number],
  reach: number
): number => {
  const [x, y] = pointAt(camera, screen, px, py)
  let found = -1, best = (reach / scaleOf(camera, screen)) ** 2
  for (let i = 0; i < points.length / 2; i++) {
    const far = (points[2 * i]! - x) ** 2 + (points[2 * i + 1]! - y) ** 2
    if (far < best || (far === best && found < 0)) {
      best = far
      found = i
    }
  }
  return found
}

/** The line around all that is on the screen. */
export const frameOf = (camera: Camera, screen: Screen): ReadonlyArray<readonly [number, number]> =>
  ([[0, 0], [screen.width, 0], [screen.width, screen.height], [0, screen.height]] as const)
    .map(([px, py]) => pointAt(camera, screen, px, py))
