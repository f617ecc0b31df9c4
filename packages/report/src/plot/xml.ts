/**
 * A tree of elements as XML. Every text and every attribute goes through {@link escape}, so that no name gets out of its
 * place.
 */
import { escape } from "../page/html.ts"

/** As much of the DOM as is written. */
export interface Tree {
  readonly nodeType: number
  readonly localName?: string
  readonly textContent: string | null
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>
  readonly childNodes: Iterable<Tree>
}

const ELEMENT = 1, TEXT = 3

/** How an element is written; undefined leaves it, or the attribute, out. */
export interface Rules {
  readonly keeps: (element: string) => boolean
  readonly attribute: (name: string, value: string) => string | undefined
}

/** The text of a tree. Comments and the like are left out. */
export const toXml = (node: Tree, rules: Rules): string => {
  if (node.nodeType === TEXT) return escape(node.textContent ?? "")
  const { localName: name = "" } = node
  if (node.nodeType !== ELEMENT || !rules.keeps(name)) return ""
  const attributes = Array.from(node.attributes ?? [], (one) => {
    const value = rules.attribute(one.name, one.value)
    return value === undefined ? "" : ` ${one.name}="${escape(value)}"`
  }).join("")
  const inner = Array.from(node.childNodes, (child) => toXml(child, rules)).join("")
  return inner === "" ? `<${name}${attributes} />` : `<${name}${attributes}>${inner}</${name}>`
}
