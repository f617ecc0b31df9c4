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

/** A disk's pixels that are not empty: where, from its middle, and how much of each it covers, of 256. */
interface Stamp {
  readonly reach: number
  readonly dx: Int32Array
  readonly dy: Int32Array
  /** `dx` and `dy` as a step in the image. */
  readonly step: Int32Array
  readonly cover: Int32Array
}

const stampOf = (radius: number, opacity: number, width: number): Stamp => {
  const reach = Math.ceil(radius), side = 2 * reach + 1
  const parts = Array.from({ length: side * side }, (_, i) => {
    const dx = (i % side) - reach, dy = Math.floor(i / side) - reach
    const cover = Math.round(256 * opacity * Math.min(1, Math.max(0, radius + 0.5 - Math.hypot(dx, dy))))
    return { dx, dy, step: dy * width + dx, cover }
  }).filter(({ cover }) => cover > 0)
  const list = (key: "dx" | "dy" | "step" | "cover"): Int32Array => Int32Array.from(parts, (part) => part[key])
  return { reach, dx: list("dx"), dy: list("dy"), step: list("step"), cover: list("cover") }
}

/** `above` over `below`, covering `cover` of 256. */
const mixed = (below: number, above: number, cover: number): number => {
  const rest = 256 - cover
  const odd = (((above & 0xff00ff) * cover + (below & 0xff00ff) * rest) >>> 8) & 0xff00ff
  const even = (((above >>> 8) & 0xff) * cover + ((below >>> 8) & 0xff) * rest) & 0xff00
  return (0xff000000 | odd | even) >>> 0
}

/** One disk that is wholly inside the image. */
const stamped = (out: Uint32Array, { cover, step }: Stamp, at: number, color: number): void => {
  for (let k = 0; k < step.length; k++) {
    const place = at + step[k]!, part = cover[k]!
    out[place] = part >= 256 ? color : mixed(out[place]!, color, part)
  }
}

/** One disk at the image's edge. */
const cut = (out: Uint32Array, screen: Screen, { cover, dx, dy }: Stamp, x: number, y: number, color: number): void => {
  for (let k = 0; k < dx.length; k++) {
    const px = x + dx[k]!, py = y + dy[k]!
    if (px < 0 || py < 0 || px >= screen.width || py >= screen.height) continue
    const place = py * screen.width + px
    out[place] = mixed(out[place]!, color, cover[k]!)
  }
}

/** So many points are drawn in a step: a millisecond or less. */
const STEP = 2048

/** Draws over what is there, a few points a step. O(points × radius²). */
export function* drawing(out: Uint32Array, screen: Screen, what: Drawing): Generator<void> {
  const { camera, color, order, points } = what, { height, width } = screen
  const stamp = stampOf(what.radius, what.opacity, width), scale = scaleOf(camera, screen), { reach } = stamp
  const left = width / 2 - camera.x * scale, top = height / 2 + camera.y * scale
  const count = order?.length ?? points.length / 2
  for (let k = 0; k < count; k++) {
    if (k % STEP === STEP - 1) yield
    const i = order === undefined ? k : order[k]!
    if (color[i] === 0) continue
    const x = Math.round(left + points[2 * i]! * scale), y = Math.round(top - points[2 * i + 1]! * scale)
    if (x >= reach && y >= reach && x < width - reach && y < height - reach) {
      stamped(out, stamp, y * width + x, color[i]!)
    } else if (x >= -reach && y >= -reach && x < width + reach && y < height + reach) {
      cut(out, screen, stamp, x, y, color[i]!)
    }
  }
}

/** Draws at once. */
export const draw = (out: Uint32Array, screen: Screen, what: Drawing): void => {
  for (const _ of drawing(out, screen, what));
}
