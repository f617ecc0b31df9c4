/**
 * What can go wrong, as values. Every error says what was wrong, with which values, and what to do: as data in `says` and
 * its other fields, as text for programs in `message`. `exitCode` is what a command that ends with it ends with: 1 the
 * user's input, 2 the world (files, devices, packages), 70 a defect.
 */
import * as Data from "effect/Data"
import * as Message from "./Message.ts"
import { inWords, type OptionProblem } from "./named/option-problem.ts"
import type { InvalidQueryReason } from "./query/reason.ts"
import * as Quote from "./Quote.ts"
import type { PartFailed } from "./strategy/part-failed.ts"
import type { Task } from "./Task.ts"

export type { OptionProblem } from "./named/option-problem.ts"
export type { InvalidQueryReason } from "./query/reason.ts"
export { PartFailed, type PartFault, type PartReason } from "./strategy/part-failed.ts"

/**
 * The question itself makes no sense: a wrong shape, a NaN, an unknown id, a budget above the pool, a key that a query
 * does not have. `reason` says why, with the column or the key, what was found and what may be; `problem` says what is wrong in
 * words, and `hint` what to do, where that is not in the problem.
 */
export class InvalidQuery extends Data.TaggedError("InvalidQuery")<{
  readonly reason: InvalidQueryReason
  readonly problem: string
  readonly hint: Message.Message | undefined
}> {
  readonly exitCode = 1
  get says(): Message.Message {
    return this.hint === undefined ? this.problem : Message.text`${this.problem}; ${this.hint}`
  }
  override get message(): string {
    return Message.toCode(this.says)
  }
}

/**
 * A `part` was given an option that it does not have, or a value that the option does not take. `path` is the option, with
 * dots to what is within it (`parts.0.weight`), or empty where it is about the options as a whole; `reason` says why.
 */
export class InvalidOptions extends Data.TaggedError("InvalidOptions")<{
  readonly part: string
  readonly path: string
  readonly reason: OptionProblem
}> {
  readonly exitCode = 1
  override get message(): string {
    return Quote.message(`${this.part}: ${inWords(this.path, this.reason)}`)
  }
}

/** Where a column may come from: what to do, and the service that would give it, if there is one. */
export interface Supply {
  /** What to do for the column, as a message. */
  readonly advice: Message.Message
  readonly service?: "Embedder" | "Classifier" | undefined
}

const supplied = ({ advice, service }: Supply): Message.Message =>
  service === undefined ? advice : Message.text`${advice}, or provide ${service === "Embedder" ? "an" : "a"} ${service}`

/**
 * The strategy needs columns that the query does not hold and that no service supplies. `supply` says where each of
 * `columns` may come from, in their order.
 */
export class MissingColumn extends Data.TaggedError("MissingColumn")<{
  readonly strategy: string
  readonly part: string
  readonly columns: ReadonlyArray<string>
  readonly supply: ReadonlyArray<Supply>
}> {
  readonly exitCode = 1
  /** What to do, with the services that would do it. */
  get hint(): Message.Message {
    return Message.join(this.supply.map(supplied), "; ")
  }
  get says(): Message.Message {
    const [first = ""] = this.columns
    const what = this.columns.length === 1 ? `the column "${first}"` : `the columns ${this.columns.join(", ")}`
    const where = this.strategy === this.part ? "" : `${this.strategy}: `
    return Message.text`${where}${this.part} needs ${what}; ${this.hint}`
  }
  override get message(): string {
    return Message.toCode(this.says)
  }
}

/**
 * The strategy does not serve the query's `task`: it looks at what only other tasks have. `served` are the tasks that it serves,
 * none where its parts are for different ones.
 */
export class WrongTask extends Data.TaggedError("WrongTask")<{
  readonly strategy: string
  readonly task: Task
  readonly served: ReadonlyArray<Task>
}> {
  readonly exitCode = 1
  get says(): Message.Message {
    const what = this.served.length === 0 ? "no task: its parts are for different ones" : this.served.join(" and ")
    return Message.text`${this.strategy} serves ${what}, and the task is ${this.task}`
  }
  override get message(): string {
    return Message.toCode(this.says)
  }
}

/** A part waits for something asynchronous where there is no waiting: in `selectSync`. `part` is where, if that is known. */
export class Asynchronous extends Data.TaggedError("Asynchronous")<{
  readonly part: string | undefined
}> {
  readonly exitCode = 70
  override get message(): string {
    const what = this.part === undefined ? "a part of the strategy" : this.part
    return `${what} is asynchronous: selectSync cannot wait for it; use select, which gives a promise`
  }
}

/**
 * A strategy's text cannot be read; `at` is the offending character's index in `text`. Where a name is none that is known,
 * `allowed` are those that are, and `suggestion` is the one that was probably meant.
 */
export class UnreadableStrategy extends Data.TaggedError("UnreadableStrategy")<{
  readonly text: string
  readonly at: number
  readonly problem: string
  readonly allowed?: ReadonlyArray<string> | undefined
  readonly suggestion?: string | undefined
}> {
  readonly exitCode = 1
  /** Its message has three lines. */
  readonly multiline = true
  override get message(): string {
    const from = Math.max(0, this.at - 60)
    const line = Quote.masked(this.text.slice(from, from + 100).replaceAll(/\s/g, " "))
    return `column ${this.at + 1}: ${Quote.message(this.problem)}\n  ${line}\n  ${" ".repeat(this.at - from)}^`
  }
}

/**
 * A measure or a statistic was asked of numbers that it is not defined for. A `RangeError`, thrown, with a tag, so that
 * `Effect.try` and `Effect.catchTag("OutOfRange", …)` handle it: pure functions throw it, and it is never a defect.
 *
 * `value` is the number at fault and `position` its index in what was given, where there is one; `expected` says what the
 * number may be.
 */
export class OutOfRange extends RangeError {
  readonly _tag = "OutOfRange"
  readonly exitCode = 1
  readonly problem: string
  readonly value: number | undefined
  readonly position: number | undefined
  readonly expected: string | undefined

  constructor(fields: {
    readonly problem: string
    readonly value?: number | undefined
    readonly position?: number | undefined
    readonly expected?: string | undefined
  }) {
    super(fields.problem)
    this.name = this._tag
    this.problem = fields.problem
    this.value = fields.value
    this.position = fields.position
    this.expected = fields.expected
  }
}

/** The largest memory that kernels can address. */
const ADDRESSABLE = 2 ** 32

const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(bytes < 2 ** 24 ? 1 : 0)} MiB`

/**
 * There is no memory for what kernels were asked to work on. A `RangeError`, thrown, with a tag; in a strategy it becomes
 * the `cause` of a {@link PartFailed} that is nobody's defect. Nothing is lost: what the memory held stays, and smaller
 * requests go on.
 *
 * `asked` is how many bytes the memory would have to hold, `held` how many it holds, `limit` the most that can be addressed
 * (4 GiB). `cause` is the engine's error, where there was room to address and the machine gave none.
 */
export class OutOfMemory extends RangeError {
  readonly _tag = "OutOfMemory"
  readonly exitCode = 2
  readonly asked: number
  readonly held: number
  readonly limit: number = ADDRESSABLE

  constructor({ asked, cause, held }: {
    readonly asked: number
    readonly held: number
    readonly cause?: unknown
  }) {
    const why = asked > ADDRESSABLE
      ? "one kernel memory addresses at most 4 GiB"
      : `this process got no more${cause instanceof Error ? ` (${cause.name}: ${cause.message})` : ""}`
    super(
      `the kernels need a memory of ${megabytes(asked)} and have ${megabytes(held)}: ${why}; `
        + "give fewer rows or columns, or ask for fewer clusters or candidates at a time",
      cause === undefined ? undefined : { cause }
    )
    this.name = this._tag
    this.asked = asked
    this.held = held
  }
}

/** What a running strategy may fail with. */
export type SelectionError = MissingColumn | WrongTask | PartFailed
