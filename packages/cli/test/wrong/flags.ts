/**
 * The flags that each command has, by its own help, and what is wrong for each.
 */
import type { HelpDoc } from "effect/cli/HelpDoc"
import { marginalia } from "../../src/root.ts"
import { wrongNumbers } from "./kinds.ts"

/** A command that does something. */
export interface CommandOf {
  /** What it is called by, after `marginalia`. */
  readonly name: string
  readonly flags: HelpDoc["flags"]
  /** It takes as many words as are given. */
  readonly manyWords: boolean
}

/** A command as effect has it inside. */
interface Inside {
  readonly name: string
  readonly subcommands: ReadonlyArray<{ readonly commands: ReadonlyArray<Inside> }>
  readonly buildHelpDoc: (path: ReadonlyArray<string>) => HelpDoc
}

/** These serve until they are stopped; what is wrong for them is in tests of their own. */
const serving = new Set(["label", "serve"])

const below = (command: Inside, path: ReadonlyArray<string>): ReadonlyArray<CommandOf> => {
  const inner = command.subcommands.flatMap(({ commands }) => commands)
  const { args = [], flags } = command.buildHelpDoc(path), name = path.join(" ")
  // One that has commands below it may do something itself.
  const isOne = inner.length === 0 || (path.length > 0 && flags.length > 0 && !serving.has(name))
  const own = isOne ? [{ name, flags, manyWords: args.some(({ variadic }) => variadic) }] : []
  return [...own, ...inner.flatMap((one) => below(one, [...path, one.name]))]
}

/** Every command. */
export const commands: ReadonlyArray<CommandOf> = below(marginalia as unknown as Inside, [])

/** What a text, a name or a path may be instead of a right one. */
const wrongTexts: ReadonlyArray<string> = ["nothing of this name", "]", "a=b=c", ",", "\u001b[31mred", "no\nline"]

/** A flag with something wrong. */
export interface WrongFlag {
  readonly words: ReadonlyArray<string>
  /** It cannot be right by luck. */
  readonly never: boolean
  /** The message has one of these. */
  readonly names: ReadonlyArray<string>
}

/** Flags that take 0, and some of them numbers below. */
const free = new Set(["--seed", "--round", "--folds"]), freeAtZero = new Set(["--port"])

const wrongOf = ({ aliases, name, type }: HelpDoc["flags"][number]): ReadonlyArray<WrongFlag> => {
  const flag = `--${name}`, names = [name, ...aliases]
  if (type === "boolean") return [{ words: [`${flag}=perhaps`], never: true, names }]
  if (type === "choice") return [{ words: [flag, "perhaps"], never: true, names }]
  if (type === "N" || type === "X") {
    return wrongNumbers.map((given) => ({
      words: [flag, given],
      never: !(["-1", "0"].includes(given) && free.has(flag)) && !(given === "0" && freeAtZero.has(flag)) &&
        type === "N",
      names
    }))
  }
  return wrongTexts.map((given) => ({
    words: [flag, given],
    never: false,
    names: [...names, given.slice(-3), `"${given.split("=")[0]!}"`]
  }))
}

/** What is wrong for the flags of a command that do not stand in its line already, and what it has no flag or word for. */
export const wrongFlags = ({ flags, manyWords }: CommandOf, args: ReadonlyArray<string>): ReadonlyArray<WrongFlag> => {
  const isGiven = ({ aliases, name }: HelpDoc["flags"][number]) =>
    [`--${name}`, ...aliases].some((one) => args.includes(one))
  const unknown = { words: ["--no-such-flag"], never: true, names: ["no-such-flag"] }
  const surplus = { words: ["too", "many"], never: !manyWords, names: ["many", "too"] }
  return [unknown, surplus, ...flags.filter((flag) => !isGiven(flag)).flatMap(wrongOf)]
}
