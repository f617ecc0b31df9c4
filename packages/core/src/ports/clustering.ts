/**
 * What a clusterer may answer.
 */
import type { Clustering, ClusterRequest } from "../kmeans/request.ts"
import type { Matrix, Matrix64 } from "../Matrix.ts"
import { type Amiss, amiss } from "./amiss.ts"
import { describe } from "./call.ts"
import { isList } from "./numbers.ts"

/** The centers: so many rows, as wide as the matrix, finite. */
const centersProblem = (centers: Matrix64 | undefined, k: number, cols: number): Amiss | undefined => {
  if (!(centers?.data instanceof Float64Array)) {
    const what = describe(centers)
    return amiss(`its centers are ${what}, no matrix of float64`, what, "a matrix of float64")
  }
  if (centers.rows !== k || centers.cols !== cols || centers.data.length !== k * cols) {
    const found = `${centers.rows} × ${centers.cols} of ${centers.data.length} numbers`, due = `${k} × ${cols}`
    return amiss(`its centers are ${found}, and should be ${due}`, found, due)
  }
  const at = centers.data.findIndex((x) => !Number.isFinite(x))
  if (at < 0) return undefined
  const problem = `the center of cluster ${Math.floor(at / cols)} holds ${centers.data[at]}`
  return amiss(problem, centers.data[at], "a finite number")
}

/** What an answer is compared with: which rows were asked for, of how many and how wide. */
export type Asked = Pick<ClusterRequest, "rows"> & { readonly matrix: Pick<Matrix, "rows" | "cols"> }

/** How many rows of a request each cluster holds, or what is wrong with their numbers. */
const countRows = (assignment: Int32Array, { matrix, rows }: Asked, k: number): Uint32Array | Amiss => {
  const counts = new Uint32Array(k)
  const asked = rows?.length ?? matrix.rows
  for (let i = 0; i < asked; i++) {
    const row = rows === undefined ? i : rows[i]!
    const cluster = assignment[row]!
    if (!(cluster >= 0 && cluster < k)) {
      const problem = `row ${row} is in cluster ${cluster}; there are ${k}, from 0`
      return amiss(problem, cluster, `a cluster from 0 to ${k - 1}`, row)
    }
    counts[cluster]! += 1
  }
  return counts
}

/** No cluster is empty, each has as many rows as its size says, and all together those that were asked for. */
const sizesProblem = (
  request: Asked,
  assignment: Int32Array,
  sizes: ArrayLike<unknown>
): Amiss | undefined => {
  const counts = countRows(assignment, request, sizes.length)
  if (!(counts instanceof Uint32Array)) return counts
  const wrong = counts.findIndex((count, cluster) => count !== sizes[cluster] || count === 0)
  if (wrong >= 0) {
    const problem = `cluster ${wrong} has ${counts[wrong]} rows, and its size is ${String(sizes[wrong])}`
    return amiss(problem, sizes[wrong], counts[wrong]!)
  }
  if (request.rows === undefined) return undefined
  const inside = assignment.reduce((sum, cluster) => cluster >= 0 ? sum + 1 : sum, 0), asked = request.rows.length
  if (inside === asked) return undefined
  return amiss(`${inside} rows are in clusters, and ${asked} were asked for`, inside, asked)
}

/**
 * What is wrong with a clustering, if anything: there must be a cluster for each row asked for (−1 for the others), no cluster
 * empty, sizes that agree, finite centers of the matrix's width. O(N + k d).
 */
export const problemOfClustering = (
  request: Asked,
  given: Partial<Clustering> | null | undefined
): Amiss | undefined => {
  const { matrix } = request
  const { assignment, centers, inertia, sizes } = given ?? {}
  if (!(assignment instanceof Int32Array)) {
    const what = describe(assignment)
    return amiss(`its assignment is ${what}, no Int32Array`, what, "an Int32Array")
  }
  const { length } = assignment
  if (length !== matrix.rows) {
    return amiss(`it assigned ${length} rows, and the matrix has ${matrix.rows}`, length, matrix.rows)
  }
  if (!isList(sizes) || sizes.length === 0) {
    const what = describe(sizes)
    return amiss(`its sizes are ${what}; there must be one for each cluster`, what, "one for each cluster")
  }
  const wrong = sizesProblem(request, assignment, sizes)
  if (wrong !== undefined) return wrong
  if (typeof inertia !== "number" || !(inertia >= 0)) {
    return amiss(`its inertia is ${describe(inertia)}, no number from 0`, inertia, "a number from 0")
  }
  return centersProblem(centers, sizes.length, matrix.cols)
}
