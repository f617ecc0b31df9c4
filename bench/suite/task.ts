/** What a process is given to do: one argument of JSON, the same for both sides. */
import { Neighbors } from "@marginalia/core"
import { file, normals, probabilityOf, softmax } from "../model-columns.ts"
import { pool, poolFile } from "../pool.ts"
import type { Size } from "./rows.ts"

/** A row's task for one seed. */
export interface Task {
  readonly row: string
  readonly size: Size
  readonly threads: number
  readonly seed: number
  /** The files of its inputs: a pool as `.npy`, columns of a model as bare float32. */
  readonly files: Readonly<Record<string, string>>
  /** Positions that are labeled already. */
  readonly labeled: ReadonlyArray<number>
  /** ProbCover's radius; 0 elsewhere. */
  readonly radius: number
}

/** The distance below which a hundredth of the pairs lie, among 2,000 evenly spaced items. */
const radiusOf = (rows: number, cols: number): number => {
  const { data } = pool(rows, cols)
  const sample = Array.from({ length: 2000 }, (_, i) => Math.floor(i * rows / 2000))
  const distances = sample.flatMap((a, i) => sample.slice(0, i).map((b) => Neighbors.distance(data, cols, a, b)))
  return Float64Array.from(distances).sort()[Math.floor(0.01 * distances.length)]!
}

const filesOf = (row: string, { classes = 10, cols = 0, rows = 0 }: Size): Task["files"] => {
  const name = (what: string) => `${what}-${rows}x${cols}`
  switch (row) {
    case "training":
      return {}
    case "margin":
    case "entropy": {
      const logits = normals("probability", rows * cols).map((x) => 2 * x)
      return { probability: file(name("probability"), softmax(logits, rows, cols)) }
    }
    case "msal-d":
      return { projection: file(name("projection"), { data: normals("projection", rows * cols), rows, cols }) }
    case "badge": {
      const feature = pool(rows, cols)
      const probability = probabilityOf(feature, classes, 3)
      return { feature: file(name("feature"), feature), probability: file(name("head"), probability) }
    }
    default:
      return { pool: poolFile(rows, cols) }
  }
}

/** The task of a row, with its inputs written. */
export const taskOf = (row: string, size: Size, threads: number): Omit<Task, "seed"> => {
  const { cols = 0, rows = 0 } = size
  return {
    row,
    size,
    threads,
    files: filesOf(row, size),
    labeled: row === "kcenter" ? Array.from({ length: 10 }, (_, i) => (17 + 4999 * i) % rows) : [],
    radius: row === "probcover" ? radiusOf(rows, cols) : 0
  }
}

/** What one side tells: how long it took, its largest memory in MiB, and what else shows that both did the same. */
export interface Told {
  readonly seconds: number
  readonly peak: number
  /** Things a second, of a row that compares rates. */
  readonly rate?: number
  readonly inertia?: number
  readonly iterations?: number
  readonly edges?: number
  /** The sum of all distances to neighbors. */
  readonly sum?: number
  /** The variance that the components have. */
  readonly variance?: number
  readonly picks?: ReadonlyArray<number>
}
