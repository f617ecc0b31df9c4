/**
 * The words of a text.
 */
import { UnreadableStrategy } from "../Errors.ts"
import { number, word } from "../Spec.ts"

/** A word and where it starts. */
export interface Token {
  readonly type: "name" | "number" | "percent" | "word" | "string" | "punctuation" | "end"
  readonly text: string
  readonly at: number
}

const sticky = ({ flags, source }: RegExp): RegExp => new RegExp(source, `${flags}y`)

/** Of those that match, the longest is taken, and of equally long ones the first. */
const patterns: ReadonlyArray<readonly [Token["type"], RegExp]> = [
  ["percent", /\d+(?:\.\d+)?%/y],
  ["number", sticky(number)],
  ["name", /[A-Za-z][\w]*(?:-[\w]+)*/y],
  ["word", sticky(word)],
  ["string", /"(?:[^"\\]|\\.)*"/y],
  ["punctuation", /[|(),:=<>+*[\]]/y]
]

const space = /\s*/y

const skip = (text: string, at: number): number => {
  space.lastIndex = at
  return at + (space.exec(text)?.[0].length ?? 0)
}

const next = (text: string, at: number): Token => {
  let longest: Token | undefined
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = at
    const [found] = pattern.exec(text) ?? []
    if (found !== undefined && found.length > (longest?.text.length ?? 0)) longest = { type, text: found, at }
  }
  if (longest !== undefined) return longest
  if (text[at] === "\"") throw new UnreadableStrategy({ text, at, problem: "this quote is never closed" })
  const character = JSON.stringify(String.fromCodePoint(text.codePointAt(at)!))
  throw new UnreadableStrategy({ text, at, problem: `the character ${character} has no meaning here` })
}

/** Splits a text into words; the last one is the end. Throws {@link UnreadableStrategy}. */
export const tokens = (text: string): ReadonlyArray<Token> => {
  const words: Array<Token> = []
  for (let at = skip(text, 0); at < text.length;) {
    const word = next(text, at)
    words.push(word)
    at = skip(text, at + word.text.length)
  }
  return [...words, { type: "end", text: "", at: text.length }]
}
