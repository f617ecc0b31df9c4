/** Says so where the model tells no item from another, so that a strategy which asks it takes the first ones. */
import type { Columns, Matrix, Selection } from "@marginalia/core"

const isAlike = ({ cols, data }: Matrix.Matrix): boolean => data.every((value, i) => value === data[i % cols])

/** What the model says, of the columns that a strategy needs. */
const saidIn = ({ estimate, labelProbability, passes = [], probability, projection }: Partial<Columns>) =>
  [probability, projection, labelProbability, estimate, ...passes].filter((one) => one !== undefined)

/** Remarks on a selection, from the columns that it was made with and the number of labels that they followed from. */
export const remarksOf = (
  { picks }: Pick<Selection, "picks">,
  columns: Partial<Columns>,
  labeled: number
): ReadonlyArray<string> => {
  const said = saidIn(columns), [first] = picks
  const isTied = picks.length > 1 && picks.every(({ score }) => Object.is(score, first!.score))
  if (!isTied || said.length === 0 || !said.every(isAlike)) return []
  const why = labeled === 0 ? "Nothing is labeled" : "The labels are of no known class"
  return [
    `${why}, so there is no model yet: all items are tied, and the first ones are picked. Label these, or begin with a strategy that needs vectors alone, as typiclust.`
  ]
}
