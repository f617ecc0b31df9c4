/**
 * Draws points into an image: smooth disks over a ground, as many as there are, without a graphics card. (The page's content
 * security policy forbids programs that are made at run time, which is how WebGL libraries for such plots work.)
 */
import { type Camera, scaleOf, type Screen } from "./plane.ts"

/** What is drawn. `color` is a pixel a point; 0: it is not drawn. `order` says who is drawn first; by default all in order. */
export interface Drawing {
  readonly points: Float32Array
  readonly color: Uint32Array
  readonly camera: Camera
  /** The disks' radius, in pixels. */
  readonly radius: number
  /** How much of a disk covers what is below, from 0 to 1. */
  readonly opacity: number
  readonly order?: Uint32Array | undefined
}

/** A disk's pixels: where, and how much of each it covers, of 256. */
interface Stamp {
  readonly reach: number
  readonly cover: Uint16Array
}

const stampOf = (radius: number, opacity: number): Stamp => {
  const reach = Math.ceil(radius), side = 2 * reach + 1
  const cover = Uint16Array.from({ length: side * side }, (_, i) => {
    const far = Math.hypot((i % side) - reach, Math.floor(i / side) - reach)
    return Math.round(256 * opacity * Math.min(1, Math.max(0, radius + 0.5 - far)))
  })
  return { reach, cover }
}

/** `above` over `below`, covering `cover` of 256. */
const mixed = (below: number, above: number, cover: number): number => {
  const rest = 256 - cover
  const odd = (((above & 0xff00ff) * cover + (below & 0xff00ff) * rest) >>> 8) & 0xff00ff
  const even = (((above >>> 8) & 0xff) * cover + ((below >>> 8) & 0xff) * rest) & 0xff00
  return (0xff000000 | odd | even) >>> 0
}

const stamped = (
  out: Uint32Array,
  { height, width }: Screen,
  { cover, reach }: Stamp,
  [cx, cy, color]: readonly [number, number, number]
): void => {
  const side = 2 * reach + 1
  const top = Math.max(0, cy - reach), bottom = Math.min(height - 1, cy + reach)
  const left = Math.max(0, cx - reach), right = Math.min(width - 1, cx + reach)
  for (let y = top; y <= bottom; y++) {
    const row = (y - cy + reach) * side - cx + reach
    for (let x = left; x <= right; x++) {
      const part = cover[row + x]!
      if (part > 0) out[y * width + x] = part >= 256 ? color : mixed(out[y * width + x]!, color, part)
    }
  }
}

/** Draws over what is there. O(points × radius²). */
export const draw = (out: Uint32Array, screen: Screen, drawing: Drawing): void => {
  const { camera, color, order, points } = drawing, stamp = stampOf(drawing.radius, drawing.opacity)
  const scale = scaleOf(camera, screen), { reach } = stamp
  const count = order?.length ?? points.length / 2
  for (let k = 0; k < count; k++) {
    const i = order === undefined ? k : order[k]!
    if (color[i] === 0) continue
    const x = Math.round(screen.width / 2 + (points[2 * i]! - camera.x) * scale)
    const y = Math.round(screen.height / 2 - (points[2 * i + 1]! - camera.y) * scale)
    if (x < -reach || y < -reach || x >= screen.width + reach || y >= screen.height + reach) continue
    stamped(out, screen, stamp, [x, y, color[i]!])
  }
}
