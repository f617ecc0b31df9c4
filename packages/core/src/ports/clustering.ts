/**
 * What a clusterer may answer.
 */
import type { Clustering, ClusterRequest } from "../kmeans/request.ts"
import type { Matrix64 } from "../Matrix.ts"
import { describe } from "./call.ts"
import { isList } from "./numbers.ts"

/** The centers: so many rows, as wide as the matrix, finite. */
const centersProblem = (centers: Matrix64 | undefined, k: number, cols: number): string | undefined => {
  if (!(centers?.data instanceof Float64Array)) return `its centers are ${describe(centers)}, no matrix of float64`
  if (centers.rows !== k || centers.cols !== cols || centers.data.length !== k * cols) {
    return `its centers are ${centers.rows} × ${centers.cols} of ${centers.data.length} numbers, and should be ${k} × ${cols}`
  }
  const at = centers.data.findIndex((x) => !Number.isFinite(x))
  return at < 0 ? undefined : `the center of cluster ${Math.floor(at / cols)} holds ${centers.data[at]}`
}

/** How many rows of a request each cluster holds, or what is wrong with their numbers. */
const countRows = (assignment: Int32Array, { matrix, rows }: ClusterRequest, k: number): Uint32Array | string => {
  const counts = new Uint32Array(k)
  const asked = rows?.length ?? matrix.rows
  for (let i = 0; i < asked; i++) {
    const row = rows === undefined ? i : rows[i]!
    const cluster = assignment[row]!
    if (!(cluster >= 0 && cluster < k)) return `row ${row} is in cluster ${cluster}; there are ${k}, from 0`
    counts[cluster]! += 1
  }
  return counts
}

/**
 * What is wrong with a clustering, if anything: there must be a cluster for each row asked for (−1 for the others), no cluster
 * empty, sizes that agree, finite centers of the matrix's width. O(N + k d).
 */
export const problemOfClustering = (
  request: ClusterRequest,
  given: Partial<Clustering> | null | undefined
): string | undefined => {
  const { matrix, rows } = request
  const { assignment, centers, inertia, sizes } = given ?? {}
  if (!(assignment instanceof Int32Array)) return `its assignment is ${describe(assignment)}, no Int32Array`
  if (assignment.length !== matrix.rows) {
    return `it assigned ${assignment.length} rows, and the matrix has ${matrix.rows}`
  }
  if (!isList(sizes) || sizes.length === 0) {
    return `its sizes are ${describe(sizes)}; there must be one for each cluster`
  }
  const counts = countRows(assignment, request, sizes.length)
  if (typeof counts === "string") return counts
  const wrong = counts.findIndex((count, cluster) => count !== sizes[cluster] || count === 0)
  if (wrong >= 0) return `cluster ${wrong} has ${counts[wrong]} rows, and its size is ${String(sizes[wrong])}`
  if (rows !== undefined) {
    const inside = assignment.reduce((sum, cluster) => cluster >= 0 ? sum + 1 : sum, 0)
    if (inside !== rows.length) return `${inside} rows are in clusters, and ${rows.length} were asked for`
  }
  if (typeof inertia !== "number" || !(inertia >= 0)) return `its inertia is ${describe(inertia)}, no number from 0`
  return centersProblem(centers, sizes.length, matrix.cols)
}
