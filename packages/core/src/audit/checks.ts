/**
 * What an audit looks at, checked. Tested in `confident.test.ts` and `active-lab.test.ts`.
 */
import { OutOfRange } from "../Errors.ts"
import type { Matrix } from "../Matrix.ts"
import { checkEach } from "../metrics/checks.ts"

/** How far numbers that are compared may differ and count as equal: as in cleanlab. */
export const CLOSE = 1e-6

/** Throws unless the rows are probabilities of two classes or more, and there is a class or −1 for each of them. */
export const checkAudit = ({ cols, data, rows }: Matrix, labels: ReadonlyArray<ArrayLike<number>>): void => {
  if (cols < 2) {
    throw new OutOfRange({
      problem: `there are ${cols} classes; an audit needs two or more`,
      value: cols,
      expected: "from 2"
    })
  }
  const at = data.findIndex((p) => !(p >= 0 && p <= 1 + CLOSE))
  if (at >= 0) {
    const problem = `the probability of item ${Math.floor(at / cols)} for class ${at % cols} is ${
      data[at]
    }; give one from 0 to 1`
    throw new OutOfRange({ problem, value: data[at], position: Math.floor(at / cols), expected: "from 0 to 1" })
  }
  labels.forEach((list, annotator) => {
    if (list.length !== rows) {
      const problem =
        `list ${annotator} has ${list.length} labels and there are ${rows} items; give one an item, −1 for none`
      throw new OutOfRange({ problem, value: list.length, position: annotator, expected: String(rows) })
    }
    checkEach("label", list, -1, cols)
  })
}
