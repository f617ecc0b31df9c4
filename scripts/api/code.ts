/** A declaration as a reader wants to see it. */
import type { Export } from "./surface.ts"
import { child, children, commentBefore, nameOf, type Node } from "./tree.ts"

/** The start of a member with its comment. */
const fullStart = (text: string, at: number): number => {
  const found = /\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*$/.exec(text.slice(0, at))
  return found === null ? at : found.index
}

/** Pieces that are nobody's business: members marked internal, and phantom fields that only the compiler reads. */
const hidden = (text: string, node: Node): ReadonlyArray<readonly [from: number, to: number]> => {
  const found: Array<readonly [number, number]> = []
  const look = (one: Node): void => {
    for (const value of Object.values(one).flat()) {
      if (typeof value !== "object" || value === null || !("type" in value)) continue
      const inner = value as Node
      const isMember = /^TS(Property|Method|CallSignature)/.test(inner.type)
      const phantom = isMember && inner["computed"] === true && inner["optional"] === true
      if (isMember && (phantom || commentBefore(text, inner.start).includes("@internal"))) {
        found.push([fullStart(text, inner.start), inner.end])
      } else look(inner)
    }
  }
  look(node)
  return found
}

/** The text of a declaration without what is hidden, two spaces a level. */
const shown = (text: string, node: Node): string => {
  let at = node.start, kept = ""
  for (const [from, to] of hidden(text, node)) {
    kept += text.slice(at, from).trimEnd()
    at = to
  }
  return (kept + text.slice(at, node.end)).split("\n").map((line) => {
    const [indent = ""] = /^ */.exec(line) ?? []
    return " ".repeat(Math.floor(indent.length / 2)) + line.slice(indent.length)
  }).join("\n")
}

const only = (text: string, statement: Node, local: string): string => {
  const inner = statement.type === "ExportNamedDeclaration" ? child(statement, "declaration") ?? statement : statement
  if (inner.type !== "VariableDeclaration") return shown(text, inner)
  const one = children(inner, "declarations").find((found) => nameOf(child(found, "id")) === local)
  return one === undefined ? shown(text, inner) : `const ${shown(text, one)}`
}

const written = (text: string, statement: Node, local: string): string =>
  only(text, statement, local).replace(/^(?:export )?declare /, "").replace(/^export /, "").replace(/;$/, "")
    .replaceAll(/import\("[^"]+"\)\./g, "")

/** What a declaration speaks of by name that its file keeps to itself; phantoms of the compiler apart. */
const spokenOf = (code: string, { private: hidden, text }: Export): ReadonlyArray<string> =>
  [...hidden ?? []].flatMap(([name, node]) => {
    const own = written(text, node, name)
    return new RegExp(`\\b${name}\\b`).test(code) && !own.includes("unique symbol") ? [own] : []
  })

/** How an export is declared: its type, written out by the compiler, and the types of its file that only it speaks of. */
export const codeOf = (one: Export): string => {
  const code = one.nodes.map((node) => written(one.text, node, one.local)).join("\n")
  return [code, ...spokenOf(code, one)].join("\n\n")
}
