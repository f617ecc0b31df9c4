/** How time grows: with the items, their numbers, the clusters, the budget. */
import { rows, type Size } from "./rows.ts"
import { measure, type Python } from "./sides.ts"

/** One line of a plot: seconds of each side, by what grows. */
export interface Curve {
  /** What grows, as the axis is called. */
  readonly axis: string
  readonly title: string
  readonly file: string
  readonly peer: string
  readonly points: ReadonlyArray<{ readonly at: number; readonly ours: number; readonly theirs: number | undefined }>
}

interface Plan extends Omit<Curve, "points" | "peer"> {
  readonly row: string
  readonly grows: string
  readonly at: ReadonlyArray<number>
  readonly size: Size
}

const plans: ReadonlyArray<Plan> = [
  {
    row: "typiclust-100",
    title: "TypiClust, 100 picks of N × 128",
    axis: "items N",
    file: "items",
    grows: "rows",
    at: [5000, 10_000, 20_000, 50_000, 100_000],
    size: { cols: 128, budget: 100 }
  },
  {
    row: "kmeans-100",
    title: "k-means, 20,000 × d, k = 100",
    axis: "numbers an item d",
    file: "numbers",
    grows: "cols",
    at: [32, 64, 128, 256, 512, 1024],
    size: { rows: 20_000, k: 100, iterations: 100 }
  },
  {
    row: "kmeans-100",
    title: "k-means, 20,000 × 128",
    axis: "clusters k",
    file: "clusters",
    grows: "k",
    at: [10, 30, 100, 300, 1000],
    size: { rows: 20_000, cols: 128, iterations: 100 }
  },
  {
    row: "kcenter",
    title: "greedy core-set of 20,000 × 128",
    axis: "budget",
    file: "budget",
    grows: "budget",
    at: [10, 30, 100, 300, 1000],
    size: { rows: 20_000, cols: 128 }
  }
]

/** Measures them, each point once. */
export const curves = (
  { python, threads }: { readonly python: Python | undefined; readonly threads: number }
): ReadonlyArray<Curve> =>
  plans.map(({ at, axis, file, grows, row: name, size, title }) => {
    const row = rows.find((one) => one.name === name)!
    const points = at.map((value) => {
      const { pairs: [pair] } = measure(row, { ...size, [grows]: value }, { python, runs: 1, threads })
      return { at: value, ours: pair!.ours.seconds, theirs: pair!.theirs?.seconds }
    })
    return { axis, title, file, peer: row.peer, points }
  })
