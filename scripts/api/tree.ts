/** A syntax tree, as far as declarations are looked at. */
import { parseAst } from "vitest/node"

/** A node of the tree; its other fields depend on its type. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** Whether a value is a node. */
export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as { readonly type?: unknown }).type === "string"

/** A field that holds a node, where it does. */
export const child = (node: Node, field: string): Node | undefined => {
  const value = node[field]
  return isNode(value) ? value : undefined
}

/** A field that holds nodes; none where it is missing. */
export const children = (node: Node | undefined, field: string): ReadonlyArray<Node> => {
  const value = node?.[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The name that a node is or has: `a` of `a`, of `a.b` the last. */
export const nameOf = (node: Node | undefined): string => {
  if (node === undefined) return ""
  if (node.type === "TSQualifiedName") return nameOf(child(node, "right"))
  const name = node["name"]
  return typeof name === "string" ? name : typeof node["value"] === "string" ? node["value"] : ""
}

/** The statements of a TypeScript text. */
export const statementsOf = (text: string): ReadonlyArray<Node> =>
  children(parseAst(text, { lang: "ts" }) as unknown as Node, "body")

/** Calls `f` on a node and on all nodes in it; not on what is in a node of which `f` says `false`. */
export const visit = (node: Node, f: (node: Node) => boolean | void): void => {
  if (f(node) === false) return
  for (const value of Object.values(node).flat()) if (isNode(value)) visit(value, f)
}

const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/

/** What a doc comment says: no stars, no margins. */
export const plain = (body: string): string =>
  body.split("\n").map((line) => line.replace(/^\s*\*(?: |$)?/, "").trimEnd()).join("\n").trim()

/** The doc comment that ends where a node begins; empty where there is none. */
export const commentBefore = (text: string, at: number): string => {
  const found = comment.exec(text.slice(0, at))
  return found === null ? "" : plain(found[1]!)
}
