/** Which of a source file's functions throw by themselves. */
import { textOf } from "../sources.ts"
import { child, children, nameOf, type Node, statementsOf, visit } from "./tree.ts"

const functions = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"])

/** What a function throws where it stands, not in a function inside it: the classes that are written there. */
const thrownBy = (node: Node): ReadonlyArray<string> | undefined => {
  let found: Array<string> | undefined
  visit(node, (inner) => {
    if (inner.type === "ThrowStatement") {
      const thrown = child(inner, "argument")
      found = [
        ...found ?? [],
        ...(thrown?.type === "NewExpression" ? [nameOf(child(thrown, "callee"))] : []).filter(
          (name) => name !== "Error"
        )
      ]
    }
    return inner === node || !functions.has(inner.type)
  })
  return found
}

/** Functions that throw, by name, with the classes of what they throw. */
export type Throwers = ReadonlyMap<string, ReadonlyArray<string>>

/** The top-level functions of a file that throw, and those named Unsafe, with what they throw. */
export const throwers = (file: string): Throwers => {
  const found = new Map<string, ReadonlyArray<string>>()
  const look = (name: string, value: Node | undefined): void => {
    const thrown = value !== undefined && functions.has(value.type) ? thrownBy(value) : undefined
    if (thrown !== undefined || name.endsWith("Unsafe")) found.set(name, thrown ?? [])
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
