/** A strategy's picture: a panel for each pool, as SVG that reads in light and dark, and without color. */
import type { Plane } from "./pools.ts"
import { BUDGET, type Scene } from "./scene.ts"

/** Steps of color and size. */
const LEVELS = 6

/** Side of a panel, and what is around it. */
const SIDE = 330, GAP = 20, HEAD = 26, FOOT = 74

/**
 * The step of each score, from 0 (lowest) to 5: the share of scores that are below it, in sixths; equal scores have the same step.
 * NaN has none, −1; where all scores are the same, all are 0.
 */
export const levelsOf = (scores: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sorted = scores.filter((score) => !Number.isNaN(score)).toSorted((a, b) => a < b ? -1 : a > b ? 1 : 0)
  const steps = Math.max(1, sorted.length - 1)
  return scores.map((score) => {
    if (Number.isNaN(score)) return -1
    const below = sorted.findIndex((other) => other >= score)
    return Math.min(LEVELS - 1, Math.floor((below * LEVELS) / steps))
  })
}

const at = (value: number): number => Math.round(((value + 1) / 2) * (SIDE - 28) + 14)

/** Points as one path: a line of no length each, which its round end makes a dot. */
const dots = (points: ReadonlyArray<readonly [number, number]>): string =>
  points.map(([x, y]) => `M${at(x)} ${at(-y)}h0`).join("")

const marks = (points: ReadonlyArray<readonly [number, number]>): string =>
  points.map(([x, y]) => `M${at(x) - 5} ${at(-y) - 5}l10 10m0-10l-10 10`).join("")

/** Where the number of each pick stands: on its dot; of picks at the same place, beside each other. */
const spots = ({ picks, plane }: Scene): ReadonlyArray<readonly [x: number, y: number]> =>
  picks.map((pick, i) => {
    const [x, y] = plane.points[pick]!
    const before = picks.slice(0, i).filter((other) => {
      const [ox, oy] = plane.points[other]!
      return Math.hypot(at(x) - at(ox), at(y) - at(oy)) < 12
    }).length
    return [at(x) + before * 15, at(-y)]
  })

/** A text in lines of at most so many characters, broken between words. */
const linesOf = (text: string, most: number): ReadonlyArray<string> =>
  text.split(" ").reduce<ReadonlyArray<string>>((lines, word) => {
    const last = lines.at(-1)
    return last === undefined || last.length + 1 + word.length > most
      ? [...lines, word]
      : [...lines.slice(0, -1), `${last} ${word}`]
  }, [])

/** Places that hold more than three points say how many. */
const piles = ({ points }: Plane): ReadonlyArray<string> => {
  const counts = new Map<string, number>()
  for (const [x, y] of points) counts.set(`${at(x)} ${at(-y)}`, (counts.get(`${at(x)} ${at(-y)}`) ?? 0) + 1)
  return [...counts].filter(([, count]) => count > 3).map(([place, count]) => {
    const [x, y] = place.split(" ").map(Number)
    return `<text class="c" x="${x! + 9}" y="${y! + 18}">${count} here</text>`
  })
}

const refused = ({ refusal = "" }: Scene): ReadonlyArray<string> =>
  linesOf(refusal, 44).map((line, i) => `<text class="t" x="14" y="${SIDE / 2 + i * 18}">${line}</text>`)

const panel = (scene: Scene, left: number, top: number): string => {
  const { plane, scores } = scene, levels = levelsOf(scores)
  const groups = Array.from({ length: LEVELS + 1 }, (_, i) => i - 1).flatMap((level) => {
    const points = plane.points.filter((_, i) => levels[i] === level && !plane.labeled.includes(i))
    return points.length === 0 ? [] : [`<path class="d s${level < 0 ? "n" : level}" d="${dots(points)}"/>`]
  })
  const labels = plane.labeled.map((i) => plane.points[i]!)
  const numbers = spots(scene).map(([x, y], i) =>
    `<circle class="p" cx="${x}" cy="${y}" r="9"/><text class="n" x="${x}" y="${y + 4}">${i + 1}</text>`
  )
  return [
    `<g transform="translate(${left} ${top})"><text class="h" x="0" y="-8">${plane.name}</text>`,
    `<rect class="f" width="${SIDE}" height="${SIDE}"/>`,
    ...groups,
    `<path class="l" d="${marks(labels)}"/>`,
    ...piles(plane),
    ...numbers,
    ...refused(scene),
    "</g>"
  ].join("\n")
}

const light = ["#d3d9e2", "#b7c6dc", "#8fb0da", "#5f90cf", "#2f6bb8", "#0d3f86"]
const dark = ["#3a414c", "#3f5675", "#4a74a8", "#5f97d6", "#8fbdf2", "#d3e6ff"]

const colors = (steps: ReadonlyArray<string>, paper: string, ink: string, frame: string, pick: string): string =>
  [
    `.b{fill:${paper}}.h,.t,.c{fill:${ink}}.f{fill:none;stroke:${frame}}.l{stroke:${ink}}.p{fill:${pick};stroke:${paper}}.n{fill:${paper}}`,
    `.sn{stroke:${frame}}`,
    ...steps.map((color, i) => `.s${i}{stroke:${color}}`)
  ].join("")

const style = [
  "text{font:13px system-ui,sans-serif}.h{font-weight:600}.n{font-size:11px;font-weight:700;text-anchor:middle}.c{font-size:11px}",
  ".d{fill:none;stroke-linecap:round}.l{fill:none;stroke-width:2}.p{stroke-width:1.5}",
  ...Array.from({ length: LEVELS }, (_, i) => `.s${i}{stroke-width:${(4 + i * 1.3).toFixed(1)}px}`),
  ".sn{stroke-width:2.5px}",
  colors(light, "#ffffff", "#1f2328", "#c3c9d2", "#b3261e"),
  `@media (prefers-color-scheme:dark){${colors(dark, "#16181d", "#e6e8ec", "#454b55", "#ffb4a9")}}`
].join("")

const legend = (top: number): string => {
  const steps = Array.from(
    { length: LEVELS },
    (_, i) => `<path class="d s${i}" d="M${GAP + 6 + i * 16} ${top + 16}h0"/>`
  )
  return [
    ...steps,
    `<text class="t" x="${GAP + LEVELS * 16 + 4}" y="${top + 20}">score, from low to high</text>`,
    `<path class="d sn" d="M300 ${top + 16}h0"/><text class="t" x="310" y="${top + 20}">none: filtered away</text>`,
    `<path class="l" d="M${GAP + 2} ${top + 39}l10 10m0-10l-10 10"/><text class="t" x="${GAP + 22}" y="${
      top + 49
    }">labeled</text>`,
    `<circle class="p" cx="120" cy="${top + 44}" r="9"/><text class="n" x="120" y="${top + 48}">1</text>`,
    `<text class="t" x="136" y="${top + 49}">picked, in this order (${BUDGET} of each pool)</text>`
  ].join("\n")
}

/** The picture of a strategy over its scenes, two in a row. */
export const draw = (name: string, scenes: ReadonlyArray<Scene>): string => {
  const rows = Math.ceil(scenes.length / 2), width = 2 * SIDE + 3 * GAP, height = rows * (SIDE + HEAD + GAP) + FOOT
  const panels = scenes.map((scene, i) =>
    panel(scene, GAP + (i % 2) * (SIDE + GAP), HEAD + Math.floor(i / 2) * (SIDE + HEAD + GAP))
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="What ${name} picks on four pools">`,
    `<style>${style}</style><rect class="b" width="${width}" height="${height}"/>`,
    ...panels,
    legend(rows * (SIDE + HEAD + GAP)),
    "</svg>",
    ""
  ].join("\n")
}
