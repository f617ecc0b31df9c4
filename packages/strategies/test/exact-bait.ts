/**
 * BAIT in whole numbers: what forward and back would take if nothing were ever rounded.
 */

type Vector = readonly [bigint, bigint, bigint]

/** A symmetric 3 × 3 matrix: a b c / b d e / c e f. */
type Symmetric = readonly [bigint, bigint, bigint, bigint, bigint, bigint]

const added = (m: Symmetric, [x, y, z]: Vector): Symmetric => {
  const [a, b, c, d, e, f] = m
  return [a + x * x, b + x * y, c + x * z, d + y * y, e + y * z, f + z * z]
}

/** The matrix of cofactors, which is the inverse times the determinant; and the determinant. */
const inverse = ([a, b, c, d, e, f]: Symmetric): { readonly cofactors: Symmetric; readonly determinant: bigint } => {
  const cofactors: Symmetric = [
    d * f - e * e,
    c * e - b * f,
    b * e - c * d,
    a * f - c * c,
    b * c - a * e,
    a * d - b * b
  ]
  return { cofactors, determinant: a * cofactors[0] + b * cofactors[1] + c * cofactors[2] }
}

/** A fraction. */
type Left = readonly [above: bigint, below: bigint]

const isLess = ([a, b]: Left, [c, d]: Left): boolean => a * d < c * b

/**
 * The picks as a set, by position: features of whole numbers in three columns, all probabilities one half (so that v is half a row),
 * λ = 1, nothing labeled. tr(F M⁻¹) is tr(G (4 I + Σ x xᵀ)⁻¹) but for a factor, with G the sum of x xᵀ over all.
 */
export const exactBait = (features: ReadonlyArray<ReadonlyArray<number>>, budget: number): ReadonlyArray<number> => {
  const rows = features.map((row) => row.map((x) => BigInt(x)) as unknown as Vector)
  const whole = rows.reduce(added, [0n, 0n, 0n, 0n, 0n, 0n])
  const left = (items: ReadonlyArray<number>): Left => {
    const { cofactors: [a, b, c, d, e, f], determinant } = inverse(
      items.reduce<Symmetric>((sum, i) => added(sum, rows[i]!), [4n, 0n, 0n, 4n, 0n, 4n])
    )
    const [ga, gb, gc, gd, ge, gf] = whole
    return [ga * a + gd * d + gf * f + 2n * (gb * b + gc * c + ge * e), determinant]
  }
  const least = (items: ReadonlyArray<number>, cost: (i: number) => Left): number =>
    items.reduce((best, i) => isLess(cost(i), cost(best)) ? i : best)
  let taken: ReadonlyArray<number> = []
  while (taken.length < Math.min(2 * budget, rows.length)) {
    const others = rows.flatMap((_, i) => taken.includes(i) ? [] : [i])
    taken = [...taken, least(others, (i) => left([...taken, i]))]
  }
  while (taken.length > budget) {
    const goes = least(taken, (i) => left(taken.filter((j) => j !== i)))
    taken = taken.filter((i) => i !== goes)
  }
  return taken.toSorted((a, b) => a - b)
}
