/**
 * The words of a strategy's text.
 */
import { UnreadableStrategy } from "../Errors.ts"

/** A word and where it starts. */
export interface Token {
  readonly type: "name" | "number" | "percent" | "string" | "punctuation" | "end"
  readonly text: string
  readonly at: number
}

const patterns: ReadonlyArray<readonly [Token["type"], RegExp]> = [
  ["percent", /\d+(?:\.\d+)?%/y],
  ["number", /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["name", /[A-Za-z][\w]*(?:-[\w]+)*/y],
  ["string", /"(?:[^"\\]|\\.)*"/y],
  ["punctuation", /[|(),:=<>+*]/y]
]

const space = /\s*/y

const skip = (text: string, at: number): number => {
  space.lastIndex = at
  return at + (space.exec(text)?.[0].length ?? 0)
}

const next = (text: string, at: number): Token => {
  for (const [type, pattern] of patterns) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match !== null) return { type, text: match[0], at }
  }
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
