/**
 * What errors and notes say, as data: text, with the settings that it names kept apart, so that a program reads
 * "`trustPredictions: true`" where a person at the command line reads "--trust-predictions".
 */

/** A setting that a message tells the reader to give, under its name in code. Plain data: JSON keeps it. */
export interface Setting {
  /** Its name in code: `labelColumn`. */
  readonly setting: string
  /** What to give, where only one thing will do. */
  readonly value?: string | number | boolean | ReadonlyArray<string>
  /** How a value may look, for readers who type it: `a,b,c`. */
  readonly example?: string
  /** Whether it is a function, called with `value` (default false). */
  readonly call?: boolean
  /** Whether it is a column of a query (default false): programs give it as a key, people as a file. */
  readonly column?: boolean
}

/** A text, or texts and settings in the order in which they are read. */
export type Message = string | ReadonlyArray<string | Setting>

/** How one audience reads a setting. */
export type Write = (setting: Setting) => string

/** What an error says, as data; its `message` is the same as {@link toCode} writes it. */
export interface Explained {
  readonly says: Message
}

/** What can be at fault in a person's input, as far as it is known. Each error takes the fields that it can fill. */
export interface Fault {
  /** The name of a column. */
  readonly column?: string | undefined
  /** A row of a table or an array, from 0. */
  readonly row?: number | undefined
  /** A line of a text, from 1. */
  readonly line?: number | undefined
  /** The setting that was given wrongly, under its name in code. */
  readonly setting?: string | undefined
  /** The settings that do not go together, under their names in code. */
  readonly settings?: ReadonlyArray<string> | undefined
  /** What was found. */
  readonly value?: unknown
  /** What should stand there: a count, a shape, a hash, or a form in words. */
  readonly expected?: string | number | undefined
  /** The names that may stand there. */
  readonly allowed?: ReadonlyArray<string> | undefined
  /** The one of `allowed` that was probably meant. */
  readonly suggestion?: string | undefined
}

/** A setting, under its `name` in code; `more` says its value and what may stand there, by default nothing. */
export const setting = (name: string, more: Omit<Setting, "setting"> = {}): Setting => ({ setting: name, ...more })

/** A column of a query, by its `name`, as something to give. */
export const column = (name: string): Setting => ({ setting: name, column: true })

type Part = string | number | Setting | Message

const isList = (part: Part): part is ReadonlyArray<string | Setting> => Array.isArray(part)

const partsOf = (part: Part): ReadonlyArray<string | Setting> =>
  isList(part) ? part : [typeof part === "number" ? String(part) : part as string | Setting]

/** Neighboring texts become one; a message without settings is a plain text. */
const joined = (parts: ReadonlyArray<Part>): Message => {
  const list: Array<string | Setting> = []
  for (const part of parts.flatMap(partsOf)) {
    const last = list.at(-1)
    if (typeof part === "string" && typeof last === "string") list[list.length - 1] = last + part
    else if (part !== "") list.push(part)
  }
  const [only = ""] = list
  return list.length < 2 && typeof only === "string" ? only : list
}

/**
 * A message written as a template (`strings` with `parts` between), in which settings and other messages may stand:
 * ``text`give ${setting("classes")} with the query` ``. Plain text where there is no setting in it.
 */
export const text = (strings: TemplateStringsArray, ...parts: ReadonlyArray<Part>): Message =>
  joined(strings.flatMap((string, i) => i === 0 ? [string] : [parts[i - 1]!, string]))

/** Messages in one, with `separator` between them. */
export const join = (messages: ReadonlyArray<Message>, separator: string): Message =>
  joined(messages.flatMap((message, i) => i === 0 ? [message] : [separator, message]))

/** A message as `write` writes its settings. */
export const render = (message: Message, write: Write): string =>
  typeof message === "string"
    ? message
    : message.map((part) => typeof part === "string" ? part : write(part)).join("")

/** A setting as code has it: `` `labelColumn` ``, or `` `clamp: true` `` where only one value will do. */
export const inCode: Write = ({ call = false, setting: name, value }) => {
  if (call) return `\`${name}(${JSON.stringify(value)})\``
  return value === undefined ? `\`${name}\`` : `\`${name}: ${JSON.stringify(value)}\``
}

/** A message as programs read it. */
export const toCode = (message: Message): string => render(message, inCode)

/** Whether an error keeps what it says as data. */
export const isExplained = (error: unknown): error is Explained =>
  typeof error === "object" && error !== null && "says" in error &&
  (typeof error.says === "string" || Array.isArray(error.says))

/** What any error says: its data where it has some, else its text. */
export const of = (error: unknown): Message =>
  isExplained(error) ? error.says : error instanceof Error ? error.message : String(error)
