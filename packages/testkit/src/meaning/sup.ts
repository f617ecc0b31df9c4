/**
 * What nearness to the other clusters (SUP) means.
 */
import { type Clusters, Matrix, type Score } from "@marginalia/core"
import * as fc from "fast-check"
import { claim, close, list } from "../claim.ts"
import { draw } from "../generate/draw.ts"
import type { Law, Property } from "../Law.ts"
import { distance, made, meaning, scoresOf } from "./law.ts"

/** SUP at a temperature. */
export type Sup = (temperature: number) => Score.Any

interface Case {
  readonly embedding: Matrix.Matrix
  readonly cluster: Required<Clusters>
  readonly factor: number
}

/** Two to five clusters around distinct centers of a grid, two members each at least, and now and then an empty one. */
const caseArb: fc.Arbitrary<Case> = fc.record({
  k: fc.integer({ min: 2, max: 5 }),
  cols: fc.integer({ min: 2, max: 3 }),
  empty: fc.boolean(),
  factor: fc.constantFrom(0.25, 0.5, 2, 4),
  seed: fc.nat()
}).map(made(({ cols, empty, factor, k, seed }) => {
  const from = draw(seed, "sup")
  const point = () => Array.from({ length: cols }, () => from.below(7))
  const centers = new Map<string, ReadonlyArray<number>>()
  while (centers.size < (empty ? k + 1 : k)) {
    const center = point()
    centers.set(center.join(" "), center)
  }
  const assignment = Int32Array.from({ length: k * 2 + from.below(5) }, (_, i) => i % k)
  const rows = Array.from(assignment, () => point().map((x) => x + from.lattice()))
  const cluster = { assignment, centers: Matrix.fromRows64([...centers.values()]) }
  return { embedding: Matrix.fromRows(rows), cluster, factor }
}))

/** The other clusters that have members: empty ones do not count. */
const others = ({ assignment }: Case["cluster"], own: number): ReadonlyArray<number> =>
  [...new Set(assignment)].filter((j) => j !== own)

const mean = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0) / numbers.length

/** For each item: the mean distance to those of the other centers that `which` keeps. */
const expected = (
  { cluster, embedding }: Case,
  which: (own: number, others: ReadonlyArray<number>) => ReadonlyArray<number>
): ReadonlyArray<number> =>
  Array.from(
    cluster.assignment,
    (own, i) => mean(which(own, others(cluster, own)).map((j) => distance(embedding, i, cluster.centers, j)))
  )

const limit = (
  id: string,
  title: string,
  statement: string,
  temperature: number,
  which: (made: Case) => (own: number, others: ReadonlyArray<number>) => ReadonlyArray<number>
): Law<Sup> =>
  meaning<Sup>({
    id,
    title,
    statement,
    about: "SUP, by temperature",
    property: (sup, setting) =>
      fc.asyncProperty(caseArb, async (one) => {
        const { cluster, embedding } = one
        const scores = await scoresOf(setting, sup(temperature), embedding.rows, { embedding, cluster })
        close("1/SUP", scores.map((x) => 1 / x), expected(one, which(one)), 1e-5)
      }) as Property
  })

const nearest = ({ cluster: { centers } }: Case) => (own: number, others: ReadonlyArray<number>) => {
  const least = Math.min(...others.map((j) => distance(centers, own, centers, j)))
  return others.filter((j) => distance(centers, own, centers, j) === least)
}

/** T → 0. */
export const supCold = limit(
  "sup-cold",
  "at a low temperature only the nearest cluster counts",
  "As T goes to 0, 1/SUP goes to the distance to the center nearest to the own center (the mean over tied ones); empty clusters do not count.",
  1e-3,
  nearest
)

/** T → ∞. */
export const supHot = limit(
  "sup-hot",
  "at a high temperature all clusters count alike",
  "As T goes to infinity, 1/SUP goes to the mean distance to the other centers.",
  1e9,
  () => (_, all) => all
)

/** Stretching the space. */
export const supScales = meaning<Sup>({
  id: "sup-scales",
  title: "stretching the space is lowering the temperature",
  statement: "SUP at T in a space stretched by s is SUP at T/s in the space itself, divided by s.",
  about: "SUP, by temperature",
  property: (sup, setting) =>
    fc.asyncProperty(caseArb, async ({ cluster, embedding, factor }) => {
      const { assignment, centers } = cluster
      const stretched = {
        embedding: { ...embedding, data: embedding.data.map((x) => x * factor) },
        cluster: { assignment, centers: { ...centers, data: centers.data.map((x) => x * factor) } }
      }
      const found = await scoresOf(setting, sup(1), embedding.rows, stretched)
      const plain = await scoresOf(setting, sup(1 / factor), embedding.rows, { embedding, cluster })
      close("the stretched scores", found, plain.map((x) => x / factor), 1e-6)
    }) as Property
})

/** Steps of an eighth from the own center towards the other. */
const lineArb = fc.record({
  steps: fc.uniqueArray(fc.integer({ min: -4, max: 4 }), { minLength: 2, maxLength: 6 }),
  toOther: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }),
  mirrored: fc.boolean()
}).map(made(({ mirrored, steps, toOther }) => {
  const at = (eighths: number) => toOther.map((x) => x * (mirrored ? 8 - eighths : eighths))
  const own = Matrix.fromRows([...steps.map(at), at(8)])
  const centers = Matrix.fromRows64(mirrored ? [at(8), at(0)] : [at(0), at(8)])
  const number = mirrored ? 1 : 0
  const assignment = Int32Array.from({ length: own.rows }, (_, i) => i < steps.length ? number : 1 - number)
  return { embedding: own, cluster: { assignment, centers }, steps }
}))

/** With two clusters, the middle is best. */
export const nearerTheMiddle = meaning<Score.Any>({
  id: "nearer-the-middle",
  title: "with two clusters, the point nearer the middle scores higher",
  statement: "Of the items of one of two clusters, on the line through both centers, the nearer to the middle scores "
    + "higher.",
  about: "SUP, or another score of nearness to the other clusters",
  property: (score, setting) =>
    fc.asyncProperty(lineArb, async ({ cluster, embedding, steps }) => {
      const scores = await scoresOf(setting, score, embedding.rows, { embedding, cluster })
      const order = steps.map((step, i) => [step, scores[i]!] as const).sort(([a], [b]) => a - b)
      const rises = order.every(([, x], i) => i === 0 || x > order[i - 1]![1])
      claim(rises, () => `from far to near the scores are ${list(order.map(([, x]) => x))}`)
    }) as Property
})
