/**
 * YAML with places: where in the text does a value stand?
 */
import { isMap, isNode, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml"
import type { Path, Place } from "./mistake.ts"

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

/** Reads a text; never throws. */
export const readYaml = (text: string): Located => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true })
  const at = (offset: number): Place => {
    const { col, line } = lines.linePos(offset)
    return { line, column: col }
  }
  const errors = document.errors.map(({ message, pos }) => ({
    problem: firstLine(message) + (message.startsWith("Nested mappings") ? QUOTE : ""),
    place: at(pos[0])
  }))
  return {
    value: errors.length > 0 ? undefined : document.toJS() as unknown,
    errors,
    placeOf: (path) => {
      const range = find(document.contents, path)?.range
      return range === undefined || range === null ? undefined : at(range[0])
    }
  }
}
