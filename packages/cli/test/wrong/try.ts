/**
 * Tries every command with the wrong kinds of everything that it takes, one thing wrong at a time.
 */
import * as Effect from "effect/Effect"
import { mkdirSync, rmSync, statSync } from "node:fs"
import { join } from "node:path"
import { cli } from "../cli.ts"
import { type Line, type Word, wordsOf } from "./commands.ts"
import { commands, wrongFlags } from "./flags.ts"
import { changed, faultsOf, type Given, namesOf, snapshot } from "./judge.ts"
import { type Wrong, wrongFiles, wrongFolders, wrongNumbers, wrongOutputs } from "./kinds.ts"
import { names } from "./made.ts"

/** One call of the command in which one thing is wrong. */
export interface Case extends Given {
  readonly name: string
  readonly args: ReadonlyArray<string>
  /** The place of its own for what it writes. */
  readonly out: string
  /** Where the wrong things lie. */
  readonly wrong: string
  /** The wrong things may be gone on with, and change. */
  readonly goesOn?: boolean
}

/** What was seen wrong in a case. */
export interface Seen {
  readonly name: string
  readonly faults: ReadonlyArray<string>
  readonly stderr: string
}

/** Where it happens: the folder of valid things, and one for the wrong ones. */
export interface Room {
  readonly right: string
  readonly below: string
}

const asWritten = (word: Word, { below, right }: Room): string => {
  if (word.kind === "text") return word.text
  return word.kind === "input" ? word.around.join(join(right, names[word.slot])) : join(below, "out", word.name)
}

/** The flag that a word belongs to, in all its names. */
const flagOf = (args: ReadonlyArray<string>, at: number): ReadonlyArray<string> => {
  const flag = args[at - 1] ?? ""
  const long: { readonly [flag: string]: string } = {
    "-b": "--budget",
    "-j": "--jobs",
    "-o": "--out",
    "-l": "--labels"
  }
  return flag.startsWith("-") ? [flag, long[flag] ?? flag] : []
}

const wrongOf = (word: Word, words: ReadonlyArray<Word>, { below, right }: Room): ReadonlyArray<Wrong> => {
  if (word.kind === "text") return []
  const wrong = join(below, "wrong")
  if (word.kind === "input") {
    const path = join(right, names[word.slot])
    return (statSync(path).isDirectory() ? wrongFolders : wrongFiles)(path, wrong)
  }
  const inputs = words.flatMap((one) => one.kind === "input" ? [join(right, names[one.slot])] : [])
  const folder = word.output === "outFolder" ? "replaced" : word.output === "outBeside" ? "shared" : "no"
  if (word.output !== "outPrefix") return wrongOutputs({ below: wrong, inputs, name: word.name, folder })
  // The files have other names than the prefix: what is a wrong file is none here.
  const places = ["through a file", "a name too long", "where nothing may be written", "in no folder", "no name"]
  return wrongOutputs({ below: wrong, inputs, name: word.name, folder }).filter(({ kind }) => places.includes(kind))
}

/** A case for each wrong kind of a word. */
const ofWord = (line: Line, at: number, room: Room): ReadonlyArray<Case> => {
  const words = wordsOf(line), word = words[at]!, args = words.map((one) => asWritten(one, room))
  const called = word.kind === "input" ? word.slot : word.kind === "output" ? word.name : ""
  return wrongOf(word, words, room).map(({ kind, never, path }) => ({
    name: `${line.args} | ${called}: ${kind}`,
    args: args.with(at, word.kind === "input" ? word.around.join(path) : path),
    never: never && line.fails !== true && !(line.lists === true && kind.includes("folder")) &&
      !(word.kind === "output" && word.output === "outBeside" && word.name === "cache"),
    names: line.fails === true
      ? [""]
      : [...namesOf(path), ...flagOf(args, at), ...line.names === undefined ? [] : [line.names]],
    goesOn: line.goesOn === true,
    prints: line.prints === true,
    out: join(room.below, "out"),
    wrong: join(room.below, "wrong")
  }))
}

const repeated = new Set(["--plugin", "-c", "--set", "--stop"])
/** Flags that take 0, and numbers below. */
const anyInteger = new Set(["--seed", "--round"])

/** For each flag with a value: twice; and for each number what is no such number. */
const ofFlags = (line: Line, room: Room): ReadonlyArray<Case> => {
  const args = wordsOf(line).map((word) => asWritten(word, room))
  const place = { out: join(room.below, "out"), wrong: join(room.below, "wrong") }
  return args.flatMap((value, at) => {
    const flag = args[at - 1] ?? "", flags = flagOf(args, at)
    if (flags.length === 0 || value.startsWith("-")) return []
    const base = { ...place, names: line.fails === true ? [""] : flags, prints: line.prints === true }
    const twice = {
      ...base,
      name: `${line.args} | ${flag} twice`,
      args: [...args, flag, value],
      never: !repeated.has(flag)
    }
    if (!/^\d+$/.test(value)) return [twice]
    const wrong = wrongNumbers.map((given) => ({
      ...base,
      name: `${line.args} | ${flag} "${given}"`,
      args: args.with(at, given),
      never: !(anyInteger.has(flag) && ["-1", "0"].includes(given))
    }))
    return [twice, ...wrong]
  })
}

/** For each flag that the command has beside those of the line: what is wrong for it. */
const ofOtherFlags = (line: Line, room: Room): ReadonlyArray<Case> => {
  const args = wordsOf(line).map((word) => asWritten(word, room))
  const mine = commands.filter(({ name }) => line.args === name || line.args.startsWith(`${name} `))
  const command = mine.toSorted((a, b) => b.name.length - a.name.length)[0]
  if (command === undefined) throw new Error(`${line.args}: there is no such command`)
  return wrongFlags(command, args).map(({ names, never, words }) => ({
    name: `${line.args} | ${words.join(" ")}`,
    args: [...args, ...words],
    never,
    names: line.fails === true && !never ? [""] : names,
    goesOn: line.goesOn === true,
    prints: line.prints === true,
    out: join(room.below, "out"),
    wrong: join(room.below, "wrong")
  }))
}

/** All cases of a line, a word at a time; the wrong things are made when they are asked for. */
export function* casesOf(line: Line, { below, right }: Room): Generator<ReadonlyArray<Case>> {
  for (const at of wordsOf(line).keys()) yield ofWord(line, at, { right, below: join(below, String(at)) })
  yield ofFlags(line, { right, below: join(below, "flags") })
  if (line.allFlags === true) yield ofOtherFlags(line, { right, below: join(below, "others") })
}

/** Runs a case and judges it. A command that succeeds may write what it likes into its own place, and nothing else. */
export const tried = Effect.fnUntraced(
  function*({ args, goesOn = false, name, out, wrong, ...given }: Case, right: string) {
    rmSync(out, { recursive: true, force: true })
    mkdirSync(out, { recursive: true })
    const places = [right, out, process.cwd(), ...goesOn ? [] : [wrong]]
    const before = snapshot(places)
    const result = yield* cli(args)
    const after = snapshot(places)
    const differs = changed(before, after).filter((one) => result.code !== 0 || !one.endsWith("was left behind"))
    return { name, faults: [...faultsOf(result, given), ...differs], stderr: result.stderr } satisfies Seen as Seen
  }
)
