/**
 * From the names of classes to their numbers.
 */
import * as Effect from "effect/Effect"
import { sortedClasses } from "../class-order.ts"
import { UsageProblem } from "../problems.ts"

/** What is known about the classes, and what to tell the user. */
export interface Classes {
  /** In the order of their numbers; `undefined` where nothing names them. */
  readonly names: ReadonlyArray<string> | undefined
  /** Their number, where it is known. */
  readonly count: number | undefined
  /** Whether the labels alone name them, which may not be all: a query then infers their number for itself. */
  readonly inferred?: boolean
  /** Whether the items count as labeled although no label could be numbered. */
  readonly unnumbered?: boolean
  /** One a label; −1 where the class is not known. */
  readonly labels: ReadonlyArray<number>
  readonly notes: ReadonlyArray<string>
}

/** What the user and the files say. */
export interface ClassFacts {
  /** `--classes`, as given. */
  readonly given: string | undefined
  /** The labels' class names. */
  readonly labels: ReadonlyArray<string>
  /** The columns of `probability` (or of each pass): how many, and their names where the file has them. */
  readonly probability: { readonly count: number; readonly names: ReadonlyArray<string> | undefined } | undefined
}

const some = (names: ReadonlyArray<string>): string =>
  names.length <= 12 ? names.join(", ") : `${names.slice(0, 10).join(", ")}, … ${names.at(-1)}`

const refuse = (problem: string, hint: string) => Effect.fail(new UsageProblem({ problem, hint }))

const parse = (text: string): Effect.Effect<ReadonlyArray<string>, UsageProblem> => {
  const names = text.split(",").map((name) => name.trim())
  const hint = "write the names with commas between them"
  if (names.includes("")) return refuse(`--classes "${text}" holds an empty name`, hint)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  return twice === undefined ? Effect.succeed(names) : refuse(`--classes names "${twice}" twice`, hint)
}

const numbered = (names: ReadonlyArray<string>, labels: ReadonlyArray<string>): ReadonlyArray<number> => {
  const number = new Map(names.map((name, i) => [name, i]))
  return labels.map((label) => number.get(label) ?? -1)
}

const fromGiven = Effect.fnUntraced(function*(text: string, { labels, probability }: ClassFacts) {
  const names = yield* parse(text)
  const stranger = labels.find((label) => !names.includes(label))
  if (stranger !== undefined) {
    return yield* refuse(`the label "${stranger}" is not among the --classes (${some(names)})`, "add it, or repair it")
  }
  if (probability !== undefined && probability.count !== names.length) {
    const problem = `--classes has ${names.length} names and probability has ${probability.count} columns`
    return yield* refuse(problem, "name one class a column, in the order of the columns")
  }
  return { names, count: names.length, labels: numbered(names, labels), notes: [] }
})

const fromLabels = Effect.fnUntraced(function*(labels: ReadonlyArray<string>, columns: number | undefined) {
  const names = sortedClasses(labels)
  const count = columns ?? names.length
  if (names.length > count) {
    const problem = `the labels name ${names.length} classes (${some(names)}) and probability has ${count} columns`
    return yield* refuse(problem, "give --classes in the order of the columns, or repair the labels")
  }
  if (names.length < count) {
    const note = `the labels name ${names.length} of ${count} classes, so which column is which class is not known; ` +
      "labels count as labeled, without a class, unless you give --classes in the order of probability's columns"
    return { names: undefined, count, unnumbered: true, labels: labels.map(() => -1), notes: [note] }
  }
  const order = columns === undefined ? "" : "; the columns of probability must be in this order"
  return {
    names,
    count,
    ...(columns === undefined ? { inferred: true } : {}),
    labels: numbered(names, labels),
    notes: [`classes, from the labels: ${some(names)}${order}`]
  }
})

/**
 * The classes: `--classes`, or the headings of `probability` where they name every label, or the sorted distinct labels.
 *
 * Refuses a label outside `--classes`, and numbers of classes that do not fit the columns of `probability`.
 */
export const resolveClasses = (facts: ClassFacts): Effect.Effect<Classes, UsageProblem> => {
  const { given, labels, probability } = facts
  if (given !== undefined) return fromGiven(given, facts)
  if (labels.length === 0) return Effect.succeed({ names: undefined, count: probability?.count, labels: [], notes: [] })
  const headings = probability?.names
  if (headings !== undefined && labels.every((label) => headings.includes(label))) {
    const notes = [`classes, from the headings of probability: ${some(headings)}`]
    return Effect.succeed({ names: headings, count: headings.length, labels: numbered(headings, labels), notes })
  }
  return fromLabels(labels, probability?.count)
}
