/**
 * What YAML can say and an experiment file may not: aliases without an end, values without number, tags.
 */
import { Quote } from "@marginalia/core"
import { grouped } from "@marginalia/core/Words"
import { type Document, isAlias, isCollection, isMap, isNode, isPair, isScalar, isSeq, type Node } from "yaml"
import { FILE_DEPTH, FILE_VALUES } from "../limits.ts"

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

/** A key as the name of a property. */
const keyOf = (key: unknown): string =>
  isScalar(key) && key.value !== null ? String(key.value as string | number | boolean) : ""

const checkKeys = (node: Node): void => {
  if (!isMap(node)) return
  const seen = new Set<string>()
  for (const { key } of node.items) {
    if (isScalar(key) && key.value === "<<") refuse(key, "merge keys (<<) are not read; write the settings out")
    if (isNode(key) && !isScalar(key)) refuse(key, "a key is a text, not a list, a map or an alias")
    const name = keyOf(key)
    if (isNode(key) && seen.has(name)) refuse(key, `the key ${Quote.value(name)} stands here twice; keys are unique`)
    seen.add(name)
  }
}

const nameOf = (node: Node): string | undefined => "anchor" in node ? node.anchor : undefined

/** The values below a node, aliases written out. Each node is counted once, and each anchor remembered. */
const counter = (targets: Map<Node, Node>) => {
  // The last node before an alias that has its name: the walk goes in the order of the text.
  const anchors = new Map<string, Node>()
  const known = new Map<Node, number>(), open = new Set<Node>()
  const count = (node: Node): number => {
    const before = known.get(node)
    if (before !== undefined) return before
    if (open.has(node)) refuse(node, "an alias stands within its own anchor, so that the value has no end")
    open.add(node)
    const name = nameOf(node)
    if (name !== undefined) anchors.set(name, node)
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
    const found = isAlias(node) ? anchors.get(node.source) : undefined
    if (found === undefined) return refuse(node, "this alias names no anchor that stands before it")
    targets.set(node, found)
    return found
  }
  return count
}

const own = (entries: ReadonlyArray<readonly [string, unknown]>): Record<string, unknown> => Object.fromEntries(entries)

/** The value of a node that was counted, and has an end therefore. */
const plain = (node: unknown, targets: ReadonlyMap<Node, Node>): unknown => {
  if (isAlias(node)) return plain(targets.get(node), targets)
  if (isMap(node)) return own(node.items.map(({ key, value }) => [keyOf(key), plain(value, targets)]))
  if (isSeq(node)) return node.items.map((item) => plain(item, targets))
  if (isPair(node)) return own([[keyOf(node.key), plain(node.value, targets)]])
  return isScalar(node) ? node.value : null
}

/** The value of a document that YAML itself takes, or what is wrong in it. O(nodes), and no more than the written out values. */
export const checked = (
  { contents }: Document
): { readonly value: unknown; readonly flaw?: undefined } | { readonly flaw: Flaw; readonly value?: undefined } => {
  const targets = new Map<Node, Node>()
  try {
    if (isNode(contents)) counter(targets)(contents)
    return { value: plain(contents, targets) }
  } catch (error) {
    if (error instanceof Flawed) return { flaw: error.flaw }
    throw error
  }
}
