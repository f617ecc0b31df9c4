/**
 * YAML with places: where in the text does a value stand?
 */
import { type Document, isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml"
import { FILE_BYTES, FILE_DEPTH, grouped } from "../../limits.ts"
import type { Path, Place } from "./mistake.ts"
import { flawOf } from "./yaml-limits.ts"

/** A text that was read. */
export interface Located {
  readonly value: unknown
  /** The place of the value at a path, or of the nearest above it that the text has. */
  readonly placeOf: (path: Path) => Place | undefined
  /** What YAML itself refuses. */
  readonly errors: ReadonlyArray<{ readonly problem: string; readonly place: Place | undefined }>
}

const QUOTE = "; put quotes around a text that holds a colon"

const firstLine = (message: string): string => message.split("\n")[0]!.replace(/ at line \d+, column \d+:?$/, "")

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

/** A nest that no parser need begin with: it would take seconds to give up. */
const HOPELESS = 1000

/** About where a text goes deeper than `most`; brackets in quotes count, so this alone refuses hopeless ones only. */
const deepAt = (text: string, most: number): number | undefined => {
  let depth = 0
  for (const { 0: mark, index } of text.matchAll(/[[{\]}]|(?:- ){50,}/g)) {
    depth += "[{".includes(mark) ? 1 : "]}".includes(mark) ? -1 : 0
    if (depth > most || mark.length > 2 * most) return index
  }
  return undefined
}

const parsed = (text: string, lines: LineCounter): Document.Parsed =>
  parseDocument(text, { lineCounter: lines, prettyErrors: true, logLevel: "error" })

/** More mistakes than these help nobody. */
const MOST = 20

/** The value, or what YAML or {@link flawOf} refuse. */
const valueOf = (document: Document.Parsed, at: (offset: number) => Place): Flawless => {
  const flaws = [...document.errors, ...document.warnings]
  if (flaws.some(({ message }) => message.includes("call stack"))) throw new RangeError(TOO_DEEP)
  const errors = flaws.slice(0, MOST).map(({ message, pos }) => ({
    problem: firstLine(message) + (message.startsWith("Nested mappings") ? QUOTE : ""),
    place: at(pos[0])
  }))
  if (errors.length > 0) return { value: undefined, errors }
  const flaw = flawOf(document)
  return flaw === undefined
    ? { value: document.toJS({ maxAliasCount: -1 }) as unknown, errors: [] }
    : { value: undefined, errors: [{ problem: flaw.problem, place: at(flaw.offset) }] }
}

const refused = (problem: string, place: Place): Located => ({
  value: undefined,
  errors: [{ problem, place }],
  placeOf: () => place
})

const placeIn = (text: string, offset: number): Place => {
  const before = text.slice(0, offset)
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") }
}

/** Reads a text; never throws. */
export const readYaml = (text: string): Located => {
  if (text.length > FILE_BYTES) {
    return refused(
      `the file has ${grouped(text.length)} characters; ${grouped(FILE_BYTES)} are read at most`,
      placeIn("", 0)
    )
  }
  const hopeless = deepAt(text, HOPELESS)
  if (hopeless !== undefined) return refused(TOO_DEEP, placeIn(text, hopeless))
  try {
    return located(text)
  } catch (error) {
    if (error instanceof RangeError) return refused(TOO_DEEP, placeIn(text, deepAt(text, FILE_DEPTH) ?? 0))
    throw error
  }
}

const located = (text: string): Located => {
  const lines = new LineCounter()
  const document = parsed(text, lines)
  const at = (offset: number): Place => {
    const { col, line } = lines.linePos(offset)
    return { line, column: col }
  }
  return {
    ...valueOf(document, at),
    placeOf: (path) => {
      const range = find(document.contents, path)?.range
      return range === undefined || range === null ? undefined : at(range[0])
    }
  }
}
