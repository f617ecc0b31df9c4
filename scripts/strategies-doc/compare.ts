/** The table that says which strategy to take when, and what was measured of each. */
import { Task } from "@marginalia/core"
import type { Doc } from "@marginalia/strategies/describe"
import { markdownTable } from "./markdown-table.ts"
import type { Budget, Measured } from "./measured.ts"

/** What was measured of strategies, by their names. */
export interface Facts {
  readonly tiny: ReadonlyMap<string, Measured>
  readonly small: ReadonlyMap<string, Measured>
  /** How many of ten picks are copies of others, where every item is there five times; no entry where it was not asked. */
  readonly copies: ReadonlyMap<string, number>
}

const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(3)}`

const gainOf = (measured: Measured | undefined): string => {
  if (measured === undefined) return ""
  const { above, below, gain } = measured
  const told = [...(above > 0 ? [`${above} above`] : []), ...(below > 0 ? [`${below} below`] : [])].join(", ")
  return `${signed(gain)} (${told === "" ? "none told apart" : told})`
}

const copiesOf = (copies: number | undefined): string => {
  if (copies === undefined) return ""
  return copies === 0 ? "yes" : `no: ${Number.isInteger(copies) ? copies : copies.toFixed(1)} of 10`
}

/** What a strategy that needs these columns asks of a person who has them not. */
const startOf = ({ needs }: Doc): string => needs.every((need) => need === "embedding") ? "works" : "a model first"

const tasksOf = ({ needs, tasks }: Doc): string => {
  if (needs.includes("projection")) return "classification, by a network with MSAL's head"
  return tasks.length === Task.all.length ? "any" : tasks.join(", ")
}

const link = (name: string): string => `[${name}](${name}.md)`

/** The highest gains, in words: of at most three strategies that pass a test. */
const best = (
  docs: ReadonlyArray<Doc>,
  measured: ReadonlyMap<string, Measured>,
  passes: (doc: Doc) => boolean
): string =>
  docs.filter((doc) => passes(doc) && measured.has(doc.name))
    .toSorted((a, b) => measured.get(b.name)!.gain - measured.get(a.name)!.gain)
    .slice(0, 3).map(({ name }) => `${link(name)} (${signed(measured.get(name)!.gain)})`).join(", ")

const needsNoModel = (doc: Doc): boolean => startOf(doc) === "works"

const advice = (docs: ReadonlyArray<Doc>, { small, tiny }: Facts): ReadonlyArray<string> => {
  const say = (passes: (doc: Doc) => boolean) =>
    ([["tiny", tiny], ["small", small]] as ReadonlyArray<readonly [Budget, ReadonlyMap<string, Measured>]>)
      .map(([budget, measured]) => `with ${budget} budgets ${best(docs, measured, passes)}`).join("; ")
  return [
    `- **Nothing is labeled, and there is no model.** One that needs an embedding alone. Of those that were measured, the highest are ${
      say(needsNoModel)
    }.`,
    `- **There is a model that says probabilities.** Of those that ask it, the highest are ${
      say((doc) => doc.needs.includes("probability"))
    }. One that keeps copies out, where the pool has many.`,
    `- **The model has dropout, or is a committee.** Of those that look at several passes, the highest are ${
      say((doc) => doc.needs.includes("passes"))
    }.`,
    `- **You do not know.** \`typiclust-then-margin\` is the first kind with few labels, and the second from then on; \`random\` is what every other one has to beat.`,
    ""
  ]
}

/** The section of the page of all strategies that compares them. */
export const comparison = (docs: ReadonlyArray<Doc>, facts: Facts): ReadonlyArray<string> => [
  "## Which to take",
  "",
  ...advice(docs, facts),
  ...markdownTable(
    ["name", "nothing labeled", "keeps copies out", "tasks", "gain, tiny budgets", "gain, small budgets"],
    docs.map((doc) => [
      link(doc.name),
      startOf(doc),
      copiesOf(facts.copies.get(doc.name)),
      tasksOf(doc),
      gainOf(facts.tiny.get(doc.name)),
      gainOf(facts.small.get(doc.name))
    ])
  ),
  "",
  "- **Nothing labeled**: whether it works before there is a model. Experiments and the labeling page let another strategy choose until then.",
  "- **Keeps copies out**: whether ten picks are ten different items where the pool holds every item five times; else how many are copies of " +
  "others, the mean of three seeds (`scripts/strategies-doc/spread.ts`). What looks at each item by itself takes copies together; `batchbald` takes a copy for a second look where its members are unsure of the label.",
  "- **Tasks**: which it serves: one class an item (classification), a set of labels an item (multi-label), or a number (regression). It follows " +
  "from what it looks at: classes' probabilities are of classification; an embedding alone is of any task.",
  "- **Gain**: in accuracy over random, as the area below the curve (AUBC), the mean of the four experiments with one label a class and round " +
  "(tiny) or five (small), and in how many the 95 % interval lies above or below zero. A blank is no zero: it was not " +
  "measured. [Results](../results/README.md) has the experiments, two data sets and one linear classifier; on other data the order may be another.",
  ""
]

/** The section that tells what each costs, and where it is from. */
export const sources = (docs: ReadonlyArray<Doc>): ReadonlyArray<string> => [
  "## Cost and papers",
  "",
  "N items, d dimensions, b picks, k clusters, C classes, T passes.",
  "",
  ...markdownTable(
    ["name", "cost", "paper"],
    docs.map(({ about, name }) => [link(name), about.complexity ?? "", about.paper ?? ""])
  ),
  ""
]
