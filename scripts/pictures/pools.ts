/** The pools that strategies are drawn on: points of the plane, a few of them labeled. */
import { Rng } from "@marginalia/core"

/** A pool of the plane. */
export interface Plane {
  readonly name: string
  /** x and y of each point, both between −1 and 1. */
  readonly points: ReadonlyArray<readonly [x: number, y: number]>
  /** The class of each point, from 0. */
  readonly truth: ReadonlyArray<number>
  /** The points that have labels, ascending. */
  readonly labeled: ReadonlyArray<number>
  readonly classes: number
}

type Point = readonly [x: number, y: number]

const within = (value: number): number => Math.round(Math.min(1, Math.max(-1, value)) * 1000) / 1000

/** Numbers from 0 to 1 in the order in which they are asked for, by the pool's name. */
const drawer = (name: string): () => number => Rng.reader(Rng.derive(Rng.fromSeed(0), `picture ${name}`))

/** A normal number, by Box and Muller. */
const normal = (draw: () => number): number => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())

/** `count` points around one, `spread` the standard deviation. */
const around = (draw: () => number, [x, y]: Point, count: number, spread: number): ReadonlyArray<Point> =>
  Array.from({ length: count }, () => [within(x + spread * normal(draw)), within(y + spread * normal(draw))])

const plane = (name: string, groups: ReadonlyArray<ReadonlyArray<Point>>, labels: ReadonlyArray<number>): Plane => {
  const truth = groups.flatMap((points, c) => points.map(() => c))
  const labeled = labels.flatMap((count, c) => Array.from({ length: count }, (_, i) => truth.indexOf(c) + i))
  return { name, points: groups.flat(), truth, labeled, classes: groups.length }
}

/** Four groups that lie apart; of one nothing is labeled yet. */
const blobs = (): Plane => {
  const draw = drawer("four blobs"),
    centers: ReadonlyArray<Point> = [[-0.55, 0.5], [0.5, 0.55], [-0.45, -0.55], [0.55, -0.45]]
  return plane("four blobs", centers.map((center) => around(draw, center, 36, 0.15)), [2, 2, 2, 0])
}

/** Two half circles, one in the other's opening. */
const moons = (): Plane => {
  const draw = drawer("two moons")
  const arc = (turn: 1 | -1): ReadonlyArray<Point> =>
    Array.from({ length: 70 }, () => {
      const angle = Math.PI * draw(), [dx, dy] = [0.07 * normal(draw), 0.07 * normal(draw)]
      return [within(turn * (0.6 * Math.cos(angle) - 0.28) + dx), within(turn * (0.75 * Math.sin(angle) - 0.2) + dy)]
    })
  return plane("two moons", [arc(1), arc(-1)], [3, 3])
}

/** A large class, and others that are ever smaller. */
const tail = (): Plane => {
  const draw = drawer("a long tail")
  const groups = [
    around(draw, [-0.35, 0.25], 92, 0.24),
    around(draw, [0.55, 0.55], 30, 0.13),
    around(draw, [0.5, -0.45], 12, 0.1),
    around(draw, [-0.65, -0.7], 5, 0.06)
  ]
  return plane("a long tail", groups, [4, 1, 1, 0])
}

/** Places that hold the same item many times, two loose groups, and a few items far from everything. */
const copies = (): Plane => {
  const draw = drawer("copies and outliers")
  const same = (at: Point): ReadonlyArray<Point> => Array.from({ length: 12 }, () => at)
  const left = [
    ...around(draw, [-0.4, 0.1], 34, 0.2),
    ...same([-0.62, 0.32]),
    ...same([-0.3, -0.2]),
    [-0.95, -0.9] as const
  ]
  const right = [
    ...around(draw, [0.45, 0.1], 34, 0.2),
    ...same([0.6, -0.15]),
    [0.95, 0.95] as const,
    [0.9, -0.92] as const
  ]
  return plane("copies and outliers", [left, right], [3, 3])
}

/** All four. */
export const planes: ReadonlyArray<Plane> = [blobs(), moons(), tail(), copies()]
