/** Which of a source file's functions throw by themselves. */
import { textOf } from "../sources.ts"
import { child, children, nameOf, type Node, statementsOf, visit } from "./tree.ts"

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"])

/** Whether a function throws where it stands, not in a function inside it. */
const throwing = (node: Node): boolean => {
  let found = false
  visit(node, (inner) => {
    if (inner.type === "ThrowStatement") found = true
    return inner === node || !functions.has(inner.type)
  })
  return found
}

/** The names of the top-level functions of a file that throw, and of those named Unsafe. */
export const throwers = (file: string): ReadonlySet<string> => {
  const found = new Set<string>()
  const look = (name: string, value: Node | undefined): void => {
    if (name.endsWith("Unsafe")) found.add(name)
    if (value !== undefined && functions.has(value.type) && throwing(value)) found.add(name)
  }
  for (const statement of statementsOf(textOf(file))) {
    const inner = statement.type === "ExportNamedDeclaration" ? child(statement, "declaration") : statement
    if (inner?.type === "FunctionDeclaration") look(nameOf(child(inner, "id")), inner)
    for (const one of inner?.type === "VariableDeclaration" ? children(inner, "declarations") : []) {
      look(nameOf(child(one, "id")), child(one, "init"))
    }
  }
  return found
}
