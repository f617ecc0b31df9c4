/**
 * Holm's correction: several tests, one risk of a false alarm.
 */
import { OutOfRange } from "../Errors.ts"

/**
 * The p-values after Holm's correction, in the order given: comparing them with α keeps the chance of even one false
 * rejection at most α, whatever the dependence between the tests. Sorted ascending,
 * p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) · p₍ⱼ₎), with m the number of tests.
 *
 * What was not tested (undefined) stays undefined and is not counted in m. Throws `OutOfRange` for a p outside
 * [0, 1]. Source: Holm (1979), "A simple sequentially rejective multiple test procedure". O(m log m).
 */
export const holm = (ps: ReadonlyArray<number | undefined>): Array<number | undefined> => {
  const tested = ps.flatMap((p, at) => p === undefined ? [] : [{ p, at }])
  const wrong = tested.find(({ p }) => !(p >= 0 && p <= 1))
  if (wrong !== undefined) {
    throw new OutOfRange({ problem: `p-value ${wrong.at} is ${wrong.p}; it must lie between 0 and 1` })
  }
  const corrected = new Array<number | undefined>(ps.length).fill(undefined)
  let highest = 0
  tested.sort((a, b) => a.p - b.p).forEach(({ at, p }, i) => {
    highest = Math.max(highest, Math.min(1, (tested.length - i) * p))
    corrected[at] = highest
  })
  return corrected
}
