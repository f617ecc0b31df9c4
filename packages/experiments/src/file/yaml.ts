/**
 * YAML with places: where in the text does a value stand?
 */
import { grouped } from "@marginalia/core/Words"
import {
  Composer,
  type CST,
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser
} from "yaml"
import { FILE_BYTES, FILE_DEPTH, FILE_MARKS } from "../limits.ts"
import type { Path, Place } from "./mistake.ts"
import { checked } from "./yaml-limits.ts"

/** A text that was read. */
export interface Located {
  readonly value: unknown
  /** The place of the value at a path, or of the nearest above it that the text has. */
  readonly placeOf: (path: Path) => Place | undefined
  /** What YAML itself refuses. */
  readonly errors: ReadonlyArray<{ readonly problem: string; readonly place: Place | undefined }>
}

const QUOTE = "; put quotes around a text that holds a colon"

/** The key's own place where there is one: people look for the word that they wrote. */
const child = (
  node: unknown,
  key: string | number
): { readonly at: Node | null; readonly next: unknown } | undefined => {
  if (isSeq(node) && typeof key === "number") {
    const item = node.items[key]
    return isNode(item) ? { at: item, next: item } : undefined
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key))
  return pair === undefined || !isNode(pair.key) ? undefined : { at: pair.key, next: pair.value }
}

/** A single entry may stand for a list of one, so a number that leads nowhere is stepped over. */
const find = (root: unknown, path: Path): Node | undefined => {
  let node = root, found: Node | undefined = isNode(root) ? root : undefined
  for (const key of path) {
    const step = child(node, key)
    if (step === undefined && typeof key === "number") continue
    if (step === undefined) break
    found = step.at ?? found
    node = step.next
  }
  return found
}

type Flawless = Pick<Located, "value" | "errors">

const TOO_DEEP = `lists and maps stand deeper than ${FILE_DEPTH} levels`

/** What the parser may have open at once: some of its parts a level, so that no composer need begin with a hopeless nest. */
const OPEN = 4 * FILE_DEPTH

/** Thrown where a text goes too deep, or on and on, before anything of it is composed. */
class TooMuch extends Error {
  readonly offset: number
  constructor(problem: string, offset: number) {
    super(problem)
    this.offset = offset
  }
}

const TOO_MANY =
  `the file has more than ${grouped(FILE_MARKS)} marks of YAML (words, commas, line ends), which are the most ` +
  "that are read"

const SECOND = "an experiment is one document, and here begins another; leave the --- out"

const tokensOf = (text: string, lines: LineCounter): ReadonlyArray<CST.Token> => {
  const parser = new Parser(lines.addNewLine), tokens: Array<CST.Token> = []
  lines.addNewLine(0)
  let marks = 0, documents = 0
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      tokens.push(token)
      if (token.type === "document" && ++documents > 1) throw new TooMuch(SECOND, token.offset)
    }
    if (parser.stack.length > OPEN) throw new TooMuch(TOO_DEEP, parser.offset)
    if (++marks > FILE_MARKS) throw new TooMuch(TOO_MANY, parser.offset)
  }
  for (const token of parser.end()) tokens.push(token)
  return tokens
}

/** Each error of YAML's without a trace: there may be as many as the text has marks. */
const composed = (tokens: ReadonlyArray<CST.Token>, length: number): ReadonlyArray<Document.Parsed> => {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    // What is quadratic in this library is done otherwise: keys are compared and aliases resolved in yaml-value.ts.
    const composer = new Composer({ prettyErrors: false, uniqueKeys: false, logLevel: "error" })
    return [...composer.compose(tokens, true, length)]
  } finally {
    Error.stackTraceLimit = before
  }
}

/** More mistakes than these help nobody. */
const MOST = 20

/** The value, or what YAML or {@link checked} refuse. */
const valueOf = ([document, next]: ReadonlyArray<Document.Parsed>, at: (offset: number) => Place): Flawless => {
  if (next !== undefined) {
    return { value: undefined, errors: [{ problem: SECOND, place: at(next.range[0]) }] }
  }
  const flaws = [...document!.errors, ...document!.warnings]
  const errors = flaws.slice(0, MOST).map(({ code, message, pos }) => ({
    problem: message + (code === "BLOCK_AS_IMPLICIT_KEY" ? QUOTE : ""),
    place: at(pos[0])
  }))
  if (errors.length > 0) return { value: undefined, errors }
  const { flaw, value } = checked(document!)
  return flaw === undefined
    ? { value, errors: [] }
    : { value: undefined, errors: [{ problem: flaw.problem, place: at(flaw.offset) }] }
}

const refused = (problem: string, place: Place): Located => ({
  value: undefined,
  errors: [{ problem, place }],
  placeOf: () => place
})

/** Reads a text; never throws. */
export const readYaml = (text: string): Located => {
  if (text.length > FILE_BYTES) {
    const problem = `the file has ${grouped(text.length)} characters; ${grouped(FILE_BYTES)} are read at most`
    return refused(problem, { line: 1, column: 1 })
  }
  const lines = new LineCounter()
  const at = (offset: number): Place => {
    const { col, line } = lines.linePos(offset)
    return { line, column: col }
  }
  try {
    return located(composed(tokensOf(text, lines), text.length), at)
  } catch (error) {
    if (error instanceof TooMuch) return refused(error.message, at(error.offset))
    throw error
  }
}

const located = (documents: ReadonlyArray<Document.Parsed>, at: (offset: number) => Place): Located => ({
  ...valueOf(documents, at),
  placeOf: (path) => {
    const range = find(documents[0]!.contents, path)?.range
    return range === undefined || range === null ? undefined : at(range[0])
  }
})
