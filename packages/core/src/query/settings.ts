/**
 * What a query asks of a pool: which items are labeled, which are candidates, how many to choose.
 */
import type { Columns } from "../Columns.ts"
import { isColumn } from "../declareColumn.ts"
import type { Checked as Pool } from "../Pool.ts"
import * as Task from "../Task.ts"
import { budgetOf } from "./budget.ts"
import * as checks from "./checks.ts"
import { unknownKey } from "./keys.ts"
import * as kinds from "./kinds.ts"
import { refuse } from "./refuse.ts"
import { spendingOf } from "./spending.ts"
import type { Steps } from "./steps.ts"

/** A query's settings, as yet unchecked. */
export interface Given {
  readonly budget?: unknown
  readonly seed?: unknown
  readonly labeled?: unknown
  readonly labels?: unknown
  readonly declined?: unknown
  readonly candidates?: unknown
  readonly include?: unknown
  readonly costs?: unknown
  readonly spend?: unknown
  readonly round?: unknown
  readonly clamp?: unknown
  readonly transfer?: unknown
}

interface Labeled {
  readonly labeled: Uint32Array
  readonly labels: Int32Array
  readonly declined: Uint32Array
}

/** The checked settings. */
export interface Asked extends Labeled {
  readonly candidates: Uint32Array
  readonly include: Uint32Array
  readonly costs?: Float64Array
  readonly spend?: number
  readonly classes: number | undefined
  readonly classesInferred: boolean
  readonly budget: number
  readonly seed: number
  readonly round: number
  readonly clamp: boolean
}

/** −1 for an item that was declined. */
const checkedLabel = (label: unknown, position: number): number =>
  typeof label === "number" && label >= -1 && label === (label | 0)
    ? label
    : refuse(
      { _tag: "Label", position, value: label, expected: "a whole number from 0, or −1" },
      `the label of position ${position} is ${kinds.show(label)}`,
      "classes are whole numbers from 0"
    )

const ascending = (list: Uint32Array): boolean => list.every((position, i) => i === 0 || list[i - 1]! < position)

const listed = (input: Given, name: "labeled" | "declined", size: number): Uint32Array =>
  checks.positions(name, kinds.list(name, input[name] === undefined ? [] : input[name]), size)

const labelsOf = (input: Given, labeled: Uint32Array): Int32Array | undefined => {
  if (input.labels === undefined) return undefined
  const labels = kinds.list("labels", input.labels)
  if (labels.length !== labeled.length) {
    const problem = `there are ${labels.length} labels for ${labeled.length} labeled items`
    refuse({ _tag: "LabelCount", given: labels.length, expected: labeled.length }, problem, "give one each")
  }
  return Int32Array.from(labeled, (position, i) => checkedLabel(labels[i], position))
}

/** Items with a label of −1 were declined, like those that are named so: they are no labels. */
const labeledOf = (input: Given, size: number): Labeled => {
  const given = listed(input, "labeled", size)
  const labels = labelsOf(input, given)
  const declined = [...listed(input, "declined", size)]
  const asked = new Set(given)
  const both = declined.find((position) => asked.has(position))
  if (both !== undefined) {
    const problem = `position ${both} is in labeled and in declined`
    refuse({ _tag: "LabeledTwice", position: both }, problem, "an item is one of them")
  }
  const order = Uint32Array.from(given.keys())
  if (!ascending(given)) order.sort((a, b) => given[a]! - given[b]!)
  const answered = labels === undefined ? order : order.filter((i) => labels[i]! >= 0)
  if (labels !== undefined) declined.push(...order.filter((i) => labels[i]! < 0).map((i) => given[i]!))
  return {
    labeled: Uint32Array.from(answered, (i) => given[i]!),
    labels: Int32Array.from(answered, (i) => labels?.[i] ?? -1),
    declined: Uint32Array.from(declined).sort()
  }
}

const classesOf = ({ classes }: Pool, { labeled, labels }: Labeled): number | undefined => {
  const highest = labels.reduce((a, b) => Math.max(a, b), -1)
  if (classes !== undefined && highest >= classes) {
    const position = labeled[labels.indexOf(highest)]!
    refuse(
      { _tag: "Label", position, value: highest, expected: `a whole number below ${classes}` },
      `the label of position ${position} is ${highest}, but there are only ${classes} classes, from 0`
    )
  }
  return classes ?? (highest >= 0 ? highest + 1 : undefined)
}

const everything = (size: number): Uint32Array => {
  const all = new Uint32Array(size)
  for (let i = 0; i < size; i++) all[i] = i
  return all
}

/** The positions that are not `known`, in their order. */
const without = (positions: Uint32Array, known: Uint8Array): Uint32Array => {
  let count = 0
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i]!
    if (known[position] === 0) positions[count++] = position
  }
  return positions.slice(0, count)
}

/** Looking at so many items takes a turn of the event loop of its own. */
const MANY = 2 ** 15

function* candidatesOf({ candidates }: Given, size: number, { declined, labeled }: Labeled): Steps<Uint32Array> {
  if (size >= MANY) yield
  const asked = candidates === undefined
    ? everything(size)
    : checks.positions("candidates", kinds.list("candidates", candidates), size).sort()
  if (labeled.length + declined.length === 0) return asked
  if (candidates !== undefined && asked.length >= MANY) yield
  const known = new Uint8Array(size)
  for (const position of labeled) known[position] = 1
  for (const position of declined) known[position] = 1
  return without(asked, known)
}

const has = (ascending: Uint32Array, position: number): boolean => {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < position) low = middle + 1
    else high = middle
  }
  return ascending[low] === position
}

/** Why a position cannot be among the picks. */
const unfit = (position: number, { declined, labeled }: Labeled): string => {
  if (has(labeled, position)) return "is labeled already"
  return has(declined, position) ? "was declined" : "is not among the candidates"
}

/** Those that are to be picked in any case. */
const includedOf = ({ include }: Given, { ids, size }: Pool, candidates: Uint32Array, known: Labeled): Uint32Array => {
  const listed = checks.positions("include", kinds.list("include", include === undefined ? [] : include), size)
  const wrong = listed.findIndex((position) => !has(candidates, position))
  if (wrong < 0) return listed
  const position = listed[wrong]!
  return refuse(
    { _tag: "Position", key: "include", index: wrong, value: position, expected: "a candidate" },
    `include names ${ids === undefined ? `position ${position}` : `"${ids[position]}"`}, which ${
      unfit(position, known)
    }`,
    "leave it out"
  )
}

const fits = (include: Uint32Array, budget: number): void => {
  if (include.length <= budget) return
  const problem = `${include.length} items are to be included, and the budget is ${budget}`
  const reason = { _tag: "Budget", key: "include", value: include.length, expected: `at most ${budget}` } as const
  refuse(reason, problem, "they count in the budget: raise it, or include fewer")
}

/** Checks what is asked of a pool. */
export function* asked(input: Given, pool: Pool): Steps<Asked> {
  if (pool.size >= MANY) yield
  const known = labeledOf(input, pool.size)
  const classes = classesOf(pool, known)
  const candidates = yield* candidatesOf(input, pool.size, known)
  const clamp = input.clamp === undefined ? false : kinds.flag("clamp", input.clamp)
  if (!Number.isSafeInteger(input.seed)) {
    const problem = `seed is ${kinds.show(input.seed)}`
    const expected = "a whole number within ±(2^53 − 1)"
    refuse({ _tag: "Seed", key: "seed", value: input.seed, expected }, problem, `it must be ${expected}`)
  }
  const round = input.round === undefined ? 0 : input.round
  checks.whole("Round", "round", round, 0)
  const budget = budgetOf(input, candidates.length, known)
  const include = includedOf(input, pool, candidates, known)
  fits(include, budget)
  return {
    ...known,
    candidates,
    include,
    ...spendingOf(input, pool.size, { budget, candidates, include }),
    classes,
    classesInferred: pool.classes === undefined && classes !== undefined,
    budget,
    seed: input.seed as number,
    round: round as number,
    clamp
  }
}

/** The task, where it is said. */
export const taskOf = (task: unknown): { readonly task?: Task.Task } => {
  if (task === undefined) return {}
  if (Task.isTask(task)) return { task }
  const expected = `one of ${Task.all.join(", ")}`
  return refuse({ _tag: "Kind", key: "task", value: task, expected }, `task is ${kinds.show(task)}`, `give ${expected}`)
}

/** The columns that are handed over: any column but those of a pool, which others read too. */
export const transferred = (value: unknown, shared: Partial<Columns>): ReadonlyArray<string> => {
  const names = value === undefined ? [] : kinds.texts("transfer", value)
  for (const name of names) {
    if (Object.hasOwn(shared, name)) {
      const problem =
        `transfer names "${name}", which is the pool's; nobody may write over it, as other queries read it`
      refuse({ _tag: "TakenKey", key: name }, problem, "leave it out")
    }
    if (!isColumn(name)) unknownKey("transfer", name)
  }
  return names
}
