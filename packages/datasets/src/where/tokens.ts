/** The words of a condition on columns. */
import * as Message from "@marginalia/core/Message"
import { shown } from "../files/cell.ts"
import { UsageProblem } from "../problems.ts"

/** A word, and where it begins in the text. */
export type Token =
  | { readonly kind: "name"; readonly text: string; readonly at: number; readonly quoted: boolean }
  | { readonly kind: "text"; readonly text: string; readonly at: number }
  | { readonly kind: "number"; readonly text: string; readonly at: number; readonly number: number }
  | { readonly kind: "sign"; readonly text: string; readonly at: number }
  | { readonly kind: "end"; readonly text: ""; readonly at: number }

const patterns = [
  ["space", /\s+/y],
  ["text", /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y],
  ["name", /`[^`]+`/y],
  ["number", /-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y],
  ["name", /[\p{L}_][\p{L}\p{N}_.]*(?:-[\p{L}\p{N}_.]+)*/uy],
  ["sign", /==|!=|<=|>=|<|>|=|\(|\)|,/y]
] as const

/** A text that cannot be read as a condition; `at` is where, from 0. */
export const unreadable = (text: string, at: number, expected: string): UsageProblem => {
  const place = at >= text.length ? "its end" : `character ${at + 1}, ${shown(text.slice(at, at + 24))}`
  const problem = Message.text`${Message.setting("where")} cannot be read at ${place}`
  const hint = `${expected}, as in site != "A" and width >= 64`
  return new UsageProblem({ problem, hint, reason: "Value", setting: "where", value: text, expected })
}

const unescaped = (quoted: string): string => quoted.slice(1, -1).replaceAll(/\\(.)/gs, "$1")

const tokenOf = (kind: "text" | "name" | "number" | "sign", text: string, at: number): Token => {
  switch (kind) {
    case "text":
      return { kind, text: unescaped(text), at }
    case "name":
      return { kind, text: text.startsWith("`") ? text.slice(1, -1) : text, at, quoted: text.startsWith("`") }
    case "number":
      return { kind, text, at, number: Number(text) }
    case "sign":
      return { kind, text, at }
  }
}

/** The words of `text`, the last one its end. Throws {@link UsageProblem} at what is no word. */
export const tokensOf = (text: string): ReadonlyArray<Token> => {
  const tokens: Array<Token> = []
  for (let at = 0; at < text.length;) {
    const found = patterns.map(([kind, pattern]) => {
      pattern.lastIndex = at
      return [kind, pattern.exec(text)?.[0]] as const
    }).find(([, word]) => word !== undefined)
    if (found === undefined) throw unreadable(text, at, "write a column, a comparison and a value")
    const [kind, word] = found
    if (kind !== "space") tokens.push(tokenOf(kind, word!, at))
    at += word!.length
  }
  return [...tokens, { kind: "end", text: "", at: text.length }]
}
