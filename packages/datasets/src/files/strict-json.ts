/**
 * What `JSON.parse` takes without a word and nobody can have meant: a key twice in an object, of which all but the last are
 * lost, and half of a character (`"\ud83d"` alone), which becomes `�` wherever it is written.
 */
import { shown } from "./cell.ts"
import { Malformed } from "./errors.ts"

/** An escaped half of a pair; pairs have it too. */
const HALF = /\\u[dD][89a-fA-F]/

/** The index after the string that begins at `at`. */
const afterString = (text: string, at: number): number => {
  for (let end = text.indexOf("\"", at + 1); end >= 0; end = text.indexOf("\"", end + 1)) {
    let slashes = end
    while (text.charCodeAt(slashes - 1) === 92) slashes--
    if ((end - slashes) % 2 === 0) return end + 1
  }
  return text.length
}

/** How many keys JSON text has, those of objects inside too: strings that a colon follows. */
const keysIn = (text: string): number => {
  let keys = 0
  for (let at = text.indexOf("\""); at >= 0; at = text.indexOf("\"", at)) {
    at = afterString(text, at)
    while (text.charCodeAt(at) <= 32) at++
    if (text.charCodeAt(at) === 58) keys++
  }
  return keys
}

/** All keys of objects in a value, and those of objects inside; without recursion, since JSON may be as deep as it is long. */
const keysOf = (value: unknown): number => {
  const left: Array<unknown> = [value]
  let keys = 0
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one !== "object" || one === null) continue
    const inner = Array.isArray(one) ? one : Object.values(one)
    if (inner !== one) keys += inner.length
    for (const more of inner) if (typeof more === "object") left.push(more)
  }
  return keys
}

/** The first key that an object of the text has twice, with its index in the text. */
const repeatedKey = (text: string): readonly [key: string, at: number] | undefined => {
  const open: Array<Set<string>> = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === "{" || char === "[") open.push(new Set())
    else if (char === "}" || char === "]") open.pop()
    if (char !== "\"") continue
    const end = afterString(text, at), string = text.slice(at, end)
    if (/^\s*:/.test(text.slice(end, end + 100))) {
      const key = JSON.parse(string) as string, keys = open.at(-1)!
      if (keys.size === keys.add(key).size) return [key, at]
    }
    at = end - 1
  }
  return undefined
}

/** The first string of the text with half of a character in it, with its index in the text. */
const halfCharacter = (text: string): readonly [string: string, at: number] | undefined => {
  for (let at = text.indexOf("\""); at >= 0; at = text.indexOf("\"", at)) {
    const end = afterString(text, at), string = text.slice(at, end)
    if (HALF.test(string) && !(JSON.parse(string) as string).isWellFormed()) return [string, at]
    at = end
  }
  return undefined
}

/** Where in a message: the line as it is given, or for text of several lines the line of the index. */
const whereIn = (text: string, at: number, where: string | undefined): string =>
  where ?? `line ${text.slice(0, at).split("\n").length}`

/**
 * Refuses text that `JSON.parse` took for `value` and that holds a key twice in one object, or half of a character, anywhere.
 * `where` is said in the message; by default the line. Costs a search for quotes.
 *
 * Throws {@link Malformed}.
 */
export const checkJson = (text: string, value: unknown, where?: string): void => {
  const top = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value).length : -1
  const keys = keysIn(text)
  if (keys !== top && keys !== keysOf(value)) {
    const [key, at] = repeatedKey(text) ?? ["", 0]
    throw new Malformed(`${whereIn(text, at, where)} has the key ${shown(key)} twice in one object`, "keep one", {
      reason: "Twice",
      value: key
    })
  }
  const half = HALF.test(text) ? halfCharacter(text) : undefined
  if (half === undefined) return
  const [string, at] = half
  const problem = `${whereIn(text, at, where)} holds half of a character (a lone surrogate) in ${string.slice(0, 60)}`
  throw new Malformed(problem, "write the whole pair, or repair the text where it was cut", {
    reason: "Value",
    value: string,
    expected: "whole characters"
  })
}
