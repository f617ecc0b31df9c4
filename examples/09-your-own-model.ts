/**
 * A model of your own in two functions: `fit` learns from labeled items, `predict` gives the probabilities of the classes. Here
 * it is the class whose mean is nearest, in plain TypeScript; it may as well be a fetch to a service (examples/10 asks Python).
 *
 *     node examples/09-your-own-model.ts
 */
import { ActiveLearner } from "@marginalia/core"
import { loadDigits } from "@marginalia/datasets"
import { entropySampling, random } from "@marginalia/strategies"

type Row = ArrayLike<number>

const mean = (rows: ReadonlyArray<Row>): Row =>
  Array.from({ length: rows[0]?.length ?? 0 }, (_, j) => rows.reduce((sum, row) => sum + row[j]!, 0) / rows.length)

const squared = (a: Row, b: Row): number => Array.from(a).reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0)

/** Probabilities that fall with the squared distance; 0 for a class of which nothing is known yet. */
const near = (means: ReadonlyArray<Row>, row: Row): ReadonlyArray<number> => {
  const distances = means.map((center) => center.length === 0 ? Infinity : squared(row, center))
  const weights = distances.map((d) => Math.exp((Math.min(...distances) - d) / 100))
  return weights.map((weight) => weight / weights.reduce((a, b) => a + b))
}

const { labels, pool } = await loadDigits()
const learner = await ActiveLearner.make({
  pool,
  classes: 10,
  strategy: entropySampling(),
  coldStart: random(),
  fit: ({ classes, items, labels }) => classes.map((_, c) => mean(items.filter((_, i) => labels[i] === c))),
  predict: (means, { items }) => items.map((row) => near(means, row))
})
for (let round = 0; round < 10; round++) {
  const batch = await learner.next(20)
  await learner.tell(batch.map(({ id, position }) => [id, labels[position]!]))
  const { accuracy, labeled } = await learner.evaluate({ items: pool, labels })
  console.log(`${labeled} labels: accuracy ${accuracy.toFixed(3)}`)
}
