/**
 * What YAML can say and an experiment file may not: aliases without an end, values without number, tags.
 */
import { type Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, type Node } from "yaml"
import { FILE_DEPTH, FILE_VALUES, grouped } from "../../limits.ts"

/** What is wrong, and where in the text it begins. */
export interface Flaw {
  readonly problem: string
  readonly offset: number
}

const offsetOf = (node: Node): number => node.range?.[0] ?? 0

const childrenOf = (node: Node): ReadonlyArray<Node> =>
  isCollection(node)
    ? node.items.flatMap((item) => isPair(item) ? [item.key, item.value] : [item]).filter((one) => isNode(one))
    : []

/** Thrown at the first flaw. */
class Flawed extends Error {
  readonly flaw: Flaw
  constructor(flaw: Flaw) {
    super(flaw.problem)
    this.flaw = flaw
  }
}

const refuse = (node: Node, problem: string): never => {
  throw new Flawed({ problem, offset: offsetOf(node) })
}

const tooMany = (node: Node): never =>
  refuse(node, `with its aliases written out, the file holds more than ${grouped(FILE_VALUES)} values`)

const checkScalar = (node: Node): void => {
  if (isScalar(node) && typeof node.value === "number" && !Number.isFinite(node.value)) {
    refuse(node, `${node.source ?? node.value} is no number that a setting takes; write a finite one`)
  }
}

const checkKeys = (node: Node): void => {
  if (!isMap(node)) return
  for (const { key } of node.items) {
    if (isScalar(key) && key.value === "<<") refuse(key, "merge keys (<<) are not read; write the settings out")
    if (isNode(key) && !isScalar(key)) refuse(key, "a key is a text, not a list, a map or an alias")
  }
}

/** The values below a node, aliases written out. Each node is counted once, and each anchor remembered. */
const counter = (document: Document) => {
  const known = new Map<Node, number>(), open = new Set<Node>()
  const count = (node: Node): number => {
    const before = known.get(node)
    if (before !== undefined) return before
    if (open.has(node)) refuse(node, "an alias stands within its own anchor, so that the value has no end")
    open.add(node)
    if (open.size > FILE_DEPTH) refuse(node, `lists and maps stand deeper than ${FILE_DEPTH} levels`)
    checkScalar(node)
    checkKeys(node)
    let sum = 1
    const below = isAlias(node) ? [target(node)] : childrenOf(node)
    for (const child of below) {
      sum += count(child)
      if (sum > FILE_VALUES) tooMany(node)
    }
    open.delete(node)
    known.set(node, sum)
    return sum
  }
  const target = (node: Node): Node => {
    const found = isAlias(node) ? node.resolve(document) : undefined
    return found ?? refuse(node, "this alias names no anchor that stands before it")
  }
  return count
}

/** What of this is wrong in a document that YAML itself takes; undefined where nothing is. */
export const flawOf = (document: Document): Flaw | undefined => {
  try {
    if (isNode(document.contents)) counter(document)(document.contents)
    return undefined
  } catch (error) {
    if (error instanceof Flawed) return error.flaw
    throw error
  }
}
