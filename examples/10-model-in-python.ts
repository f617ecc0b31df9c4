/**
 * A model in another language: a process that reads a request a line and answers a line, both JSON. Here it is scikit-learn's
 * logistic regression; where Python or scikit-learn are missing, the program says so and ends.
 *
 *     node examples/10-model-in-python.ts [python3]
 */
import { ActiveLearner } from "@marginalia/core"
import { loadDigits } from "@marginalia/datasets"
import { marginSampling, random } from "@marginalia/strategies"
import { spawn, spawnSync } from "node:child_process"
import { createInterface } from "node:readline"

const python = process.argv[2] ?? "python3"
if (spawnSync(python, ["-c", "import sklearn"]).status !== 0) {
  console.log(`skipped: ${python} with scikit-learn is not here; install it with: pip install scikit-learn`)
  process.exit(0)
}

const child = spawn(python, [`${import.meta.dirname}/10-model-in-python.py`], { stdio: ["pipe", "pipe", "inherit"] })
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()

/** Asks the process. One request at a time: the learner sees to that. */
const ask = async <A>(request: object): Promise<A> => {
  child.stdin.write(`${JSON.stringify(request)}\n`)
  const { done, value } = await lines.next()
  if (done === true) throw new Error("the process ended; what it complained of is above")
  return JSON.parse(value) as A
}

/** JSON has no typed arrays. */
const plain = (rows: ReadonlyArray<ArrayLike<number>>) => rows.map((row) => Array.from(row))

const { labels, pool } = await loadDigits()
const learner = await ActiveLearner.make({
  pool,
  classes: 10,
  strategy: marginSampling(),
  coldStart: random(),
  fit: ({ items, labels }) => ask<{ classes: Array<number> }>({ do: "fit", items: plain(items), labels }),
  predict: async ({ classes }, { items }) => {
    const { probability } = await ask<{ probability: Array<Array<number>> }>({ do: "predict", items: plain(items) })
    // A class without a label yet is one that scikit-learn does not know.
    return probability.map((row) => Array.from({ length: 10 }, (_, c) => row[classes.indexOf(c)] ?? 0))
  }
})
for (let round = 0; round < 4; round++) {
  const batch = await learner.next(25)
  await learner.tell(batch.map(({ id, position }) => [id, labels[position]!]))
  const { accuracy, labeled } = await learner.evaluate({ items: pool, labels })
  console.log(`${labeled} labels: accuracy ${accuracy.toFixed(3)}`)
}
await learner.stop()
child.stdin.end()
