/** Small matrices as rows, inverted and multiplied plainly: what tests compare with. */

type Rows = ReadonlyArray<ReadonlyArray<number>>

/** A B. */
export const multiplied = (a: Rows, b: Rows): Rows =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)))

/** The sum of the diagonal. */
export const traced = (a: Rows): number => a.reduce((sum, row, i) => sum + row[i]!, 0)

/** A⁻¹, by Gauss and Jordan, each time with the largest pivot. */
export const inverted = (a: Rows): Rows => {
  const n = a.length, work = a.map((row, i) => [...row, ...row.map((_, j) => i === j ? 1 : 0)])
  for (let c = 0; c < n; c++) {
    let most = c
    for (let r = c + 1; r < n; r++) if (Math.abs(work[r]![c]!) > Math.abs(work[most]![c]!)) most = r
    const held = work[c]!
    work[c] = work[most]!
    work[most] = held
    const pivot = work[c]!.map((x) => x / work[c]![c]!)
    work[c] = pivot
    work.forEach((row, r) => {
      if (r !== c) work[r] = row.map((x, j) => x - row[c]! * pivot[j]!)
    })
  }
  return work.map((row) => row.slice(n))
}
