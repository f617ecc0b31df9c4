/**
 * The cluster-based strategies once more, written from the papers' text in plain arrays, for the tests to compare with.
 */

export type Rows = ReadonlyArray<ReadonlyArray<number>>

export interface Question {
  readonly rows: Rows
  readonly assignment: ReadonlyArray<number>
  readonly labeled: ReadonlyArray<number>
  readonly budget: number
}

export const distance = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): number =>
  Math.sqrt(a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0))

/** Rows of unit length, in single precision as the library keeps them. */
export const unit = (rows: Rows): Rows =>
  rows.map((row) => {
    const norm = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0))
    return norm === 0 ? row : row.map((x) => Math.fround(x / norm))
  })

const clustersOf = ({ assignment }: Question): ReadonlyArray<number> =>
  [...new Set(assignment)].filter((cluster) => cluster >= 0).sort((a, b) => a - b)

const membersOf = ({ assignment }: Question, cluster: number): ReadonlyArray<number> =>
  [...assignment.keys()].filter((i) => assignment[i] === cluster)

const unlabeledOf = (question: Question, cluster: number): ReadonlyArray<number> =>
  membersOf(question, cluster).filter((i) => !question.labeled.includes(i))

/** Distances to the nearest unlabeled members of the item's cluster, ascending. */
const nearest = (question: Question, i: number, neighbors: number): ReadonlyArray<number> => {
  const members = unlabeledOf(question, question.assignment[i]!)
  const distances = members.filter((j) => j !== i).map((j) => distance(question.rows[i]!, question.rows[j]!))
  return distances.sort((a, b) => a - b).slice(0, Math.min(neighbors, Math.max(1, Math.floor(members.length / 2))))
}

const meanOf = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

/** Equation 1, among the unlabeled members of the item's cluster. */
export const typicality = (question: Question, i: number, neighbors = 20): number => {
  const distances = nearest(question, i, neighbors)
  return distances.length === 0 ? Infinity : 1 / meanOf(distances)
}

/**
 * Whether rounding cannot change which items of a cluster are the most typical: the means of any two differ by more than
 * that, or are of the same distances.
 */
export const isClear = (question: Question, neighbors = 20): boolean =>
  clustersOf(question).every((cluster) => {
    const all = unlabeledOf(question, cluster).map((i) => nearest(question, i, neighbors))
    const sorted = all.filter((distances) => distances.length > 0).sort((a, b) => meanOf(a) - meanOf(b))
    return sorted.every((distances, n) => {
      const next = sorted[n + 1] ?? []
      return next.length === 0 || meanOf(next) - meanOf(distances) > 1e-9 * meanOf(next) ||
        distances.every((d, at) => d === next[at])
    })
  })

const centerOf = (question: Question, cluster: number): ReadonlyArray<number> => {
  const members = membersOf(question, cluster)
  return question.rows[0]!.map((_, j) => members.reduce((sum, i) => sum + question.rows[i]![j]!, 0) / members.length)
}

/** Equations 2 and 3. */
export const sup = (question: Question, i: number, temperature: number): number => {
  const own = question.assignment[i]!
  const others = clustersOf(question).filter((cluster) => cluster !== own)
  if (others.length === 0) return typicality(question, i)
  const weights = others.map((j) => Math.exp(-distance(centerOf(question, own), centerOf(question, j)) / temperature))
  const total = weights.reduce((a, b) => a + b, 0)
  return 1 /
    others.reduce((sum, j, n) => sum + weights[n]! / total * distance(question.rows[i]!, centerOf(question, j)), 0)
}

/** Fewest labels first, then the largest, then the smallest number. */
const visited = (question: Question): ReadonlyArray<number> => {
  const labels = (cluster: number) => membersOf(question, cluster).filter((i) => question.labeled.includes(i)).length
  const size = (cluster: number) => membersOf(question, cluster).length
  return [...clustersOf(question)].sort((a, b) => labels(a) - labels(b) || size(b) - size(a) || a - b)
}

/** Best first; ties, and what rounding cannot tell apart, to the smaller position. */
const best = (items: ReadonlyArray<number>, score: (i: number) => number): ReadonlyArray<number> =>
  items.map((i) => [score(i), i] as const).sort((a, b) => (b[0] === a[0] ? 0 : b[0] - a[0]) || a[1] - b[1]).map((
    [, i]
  ) => i)

/** A walk over the clusters, round robin, first among what is kept of each, then among all of it. */
const walk = (question: Question, kept: (cluster: number) => ReadonlyArray<number>, score: (i: number) => number) => {
  const picks: Array<number> = []
  const rounds = (allowed: (cluster: number) => ReadonlyArray<number>): void => {
    for (let before = -1; before !== picks.length;) {
      before = picks.length
      for (const cluster of visited(question)) {
        const [next] = best(allowed(cluster).filter((i) => !picks.includes(i)), score)
        if (next !== undefined && picks.length < question.budget) picks.push(next)
      }
    }
  }
  rounds(kept)
  rounds((cluster) => unlabeledOf(question, cluster))
  return picks
}

/** TypiClust, given the clusters. */
export const typiclust = (question: Question): ReadonlyArray<number> =>
  walk(question, (cluster) => unlabeledOf(question, cluster), (i) => typicality(question, i))

/** SUPClust, given the clusters. */
export const supclust = (question: Question, temperature: number): ReadonlyArray<number> =>
  walk(
    question,
    (cluster) => {
      const members = unlabeledOf(question, cluster)
      return best(members, (i) => typicality(question, i)).slice(0, Math.max(1, Math.ceil(members.length / 10)))
    },
    (i) => sup(question, i, temperature)
  )
