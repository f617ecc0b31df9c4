/**
 * From the names of classes to their numbers.
 */
import { Message } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { classNumbers, sortedClasses } from "../class-order.ts"
import type { UsageFault } from "../fault.ts"
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
  readonly notes: ReadonlyArray<Message.Message>
}

/** Names of classes in the order of their numbers, and who says so. */
export interface ClassNames {
  /** For messages: the setting, or a file. */
  readonly what: Message.Message
  readonly names: ReadonlyArray<string>
}

/** What the user and the files say. */
export interface ClassFacts {
  /** The names as they were given, with commas between. */
  readonly given: string | undefined
  /** The labels' class names. */
  readonly labels: ReadonlyArray<string>
  /** The columns of `probability` (or of each pass): how many, and their names where the file has them. */
  readonly probability: { readonly count: number; readonly names: ReadonlyArray<string> | undefined } | undefined
  /** The classes that descriptions beside the columns' files name; they must be the same everywhere. */
  readonly stated?: ReadonlyArray<ClassNames> | undefined
}

const some = (names: ReadonlyArray<string>): string =>
  names.length <= 12 ? names.join(", ") : `${names.slice(0, 10).join(", ")}, … ${names.at(-1)}`

const CLASSES = Message.setting("classes")

const refuse = (problem: Message.Message, hint: Message.Message, fault: UsageFault) =>
  Effect.fail(new UsageProblem({ problem, hint, ...fault }))

const parse = (text: string): Effect.Effect<ReadonlyArray<string>, UsageProblem> => {
  const names = text.split(",").map((name) => name.trim())
  const hint = "write the names with commas between them"
  if (names.includes("")) {
    const expected = "names with commas between them"
    const fault = { reason: "Value", setting: "classes", value: text, expected } as const
    return refuse(Message.text`${CLASSES} "${text}" holds an empty name`, hint, fault)
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  return twice === undefined
    ? Effect.succeed(names)
    : refuse(Message.text`${CLASSES} names "${twice}" twice`, hint, {
      reason: "Twice",
      setting: "classes",
      value: twice
    })
}

const numbered = (names: ReadonlyArray<string>, labels: ReadonlyArray<string>): ReadonlyArray<number> =>
  Array.from(classNumbers(names, labels))

/** The classes are known: every label must be one of them. */
const withNames = Effect.fnUntraced(function*({ names, what }: ClassNames, { labels, probability }: ClassFacts) {
  const stranger = labels.find((label) => !names.includes(label))
  if (stranger !== undefined) {
    const problem = Message.text`the label "${stranger}" is not among the ${what} (${some(names)})`
    return yield* refuse(problem, "add it, or repair it", { reason: "Unknown", value: stranger, allowed: names })
  }
  if (probability !== undefined && probability.count !== names.length) {
    const problem = Message.text`${what} has ${names.length} names and probability has ${probability.count} columns`
    return yield* refuse(problem, "name one class a column, in the order of the columns", {
      reason: "Mismatch",
      column: "probability",
      value: names.length,
      expected: probability.count
    })
  }
  return { names, count: names.length, labels: numbered(names, labels), notes: [] }
})

const fromLabels = Effect.fnUntraced(function*(labels: ReadonlyArray<string>, columns: number | undefined) {
  const names = sortedClasses(labels)
  const count = columns ?? names.length
  if (names.length > count) {
    const problem = `the labels name ${names.length} classes (${some(names)}) and probability has ${count} columns`
    return yield* refuse(problem, Message.text`give ${CLASSES} in the order of the columns, or repair the labels`, {
      reason: "Mismatch",
      setting: "classes",
      value: names.length,
      expected: count
    })
  }
  if (names.length < count) {
    const problem = `the labels name ${names.length} of ${count} classes, so which column is which class is not known`
    const note = Message
      .text`${problem}; labels count as labeled, without a class, unless you give ${CLASSES} in the ${"order of probability's columns"}`
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

/** Refuses two orders of the classes that are not the same. */
const checkSame = (a: ClassNames, b: ClassNames): Effect.Effect<void, UsageProblem> =>
  a.names.length === b.names.length && a.names.every((name, i) => name === b.names[i])
    ? Effect.void
    : refuse(
      Message.text`${a.what} (${some(a.names)}) and ${b.what} (${
        some(b.names)
      }) are not the same classes in the same order`,
      "the columns would be taken for other classes: give files of one model, or repair the names",
      { reason: "Mismatch", value: a.names, expected: some(b.names) }
    )

const HEADINGS = "the headings of probability"

/** The headings of `probability` where they are classes: some of the names that are known from elsewhere. */
const headingsOf = (
  { labels, probability }: ClassFacts,
  known: ClassNames | undefined
): Effect.Effect<ClassNames | undefined, UsageProblem> => {
  const headings = probability?.names
  if (headings === undefined) return Effect.succeed(undefined)
  const names = known?.names ?? labels
  const missing = names.filter((name) => !headings.includes(name))
  if (missing.length === 0) return Effect.succeed(names.length === 0 ? undefined : { what: HEADINGS, names: headings })
  // Headings that only count the columns (0, 1, …) say nothing of classes with other names.
  const counts = headings.every((heading, i) => heading === String(i)) || headings.every((h, i) => h === String(i + 1))
  if (counts || missing.length === new Set(names).size) return Effect.succeed(undefined)
  const what = known?.what ?? "the labels"
  const problem = Message.text`${HEADINGS} (${
    some(headings)
  }) name some of the classes that ${what} name, and not "${missing[0]!}"`
  return refuse(
    problem,
    Message.text`repair the headings, or give them names that are no classes, and ${CLASSES} in their order`,
    { reason: "Unknown", column: "probability", value: missing[0], allowed: headings }
  )
}

/**
 * The classes: those that are given, or the descriptions beside the columns' files, or the headings of `probability` where they name
 * every label, or the distinct labels in the one order of classes (`class-order.ts`).
 *
 * Refuses a label outside of the classes, numbers of classes that do not fit the columns of `probability`, and two of these
 * that say another order, naming both.
 */
export const resolveClasses = Effect.fn("resolveClasses")(function*(
  facts: ClassFacts
): Effect.fn.Return<Classes, UsageProblem> {
  const { given, labels, probability, stated = [] } = facts
  const flag = given === undefined ? [] : [{ what: [CLASSES], names: yield* parse(given) }]
  const [first, ...more] = [...flag, ...stated]
  if (first !== undefined) yield* Effect.forEach(more, (other) => checkSame(first, other), { discard: true })
  const headings = yield* headingsOf(facts, first)
  if (first !== undefined) {
    if (headings !== undefined) yield* checkSame(first, headings)
    return yield* withNames(first, facts)
  }
  if (labels.length === 0) return { names: undefined, count: probability?.count, labels: [], notes: [] }
  if (headings === undefined) return yield* fromLabels(labels, probability?.count)
  const notes = [`classes, from ${HEADINGS}: ${some(headings.names)}`]
  return { ...yield* withNames(headings, facts), notes }
})
