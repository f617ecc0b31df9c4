/** Which errors an export's types say it can fail with, by the names of their classes, and which of them a comment names. */
import type { Export, Module } from "./surface.ts"
import { child, children, isNode, nameOf, type Node, visit } from "./tree.ts"

/** Whose second type argument is an error. */
const failing = new Set(["Effect", "Stream", "Layer"])

/** What computes a type from another: nothing that could be read here. */
const computed = new Set(["Error", "ReturnType", "Exclude", "Extract", "Success"])

const argumentsOf = (type: Node): ReadonlyArray<Node> =>
  children(child(type, "typeArguments") ?? child(type, "typeParameters"), "params")

const referred = (type: Node): string =>
  type.type === "TSTypeReference"
    ? nameOf(child(type, "typeName"))
    : type.type === "TSImportType"
    ? nameOf(child(type, "qualifier"))
    : ""

/** The classes, or the names of their union, that a type is made of; generics and what is computed left out. */
const namesIn = (type: Node | undefined, generics: ReadonlySet<string>): ReadonlyArray<string> => {
  if (type === undefined) return []
  if (type.type === "TSUnionType") return children(type, "types").flatMap((one) => namesIn(one, generics))
  const name = referred(type)
  return name === "" || generics.has(name) || computed.has(name) ? [] : [name]
}

const genericsIn = (node: Node): ReadonlySet<string> => {
  const found = new Set<string>()
  visit(node, (one) => {
    if (one.type === "TSTypeParameter") found.add(nameOf(child(one, "name")))
  })
  return found
}

/** The types that a call of this type gives at last: those of all its signatures; itself where it cannot be called. */
const results = (type: Node | undefined): ReadonlyArray<Node> => {
  if (type === undefined) return []
  if (type.type === "TSTypeAnnotation") return results(child(type, "typeAnnotation"))
  const returned = child(type, "returnType")
  if (returned !== undefined) return results(returned)
  if (type.type === "TSTypeLiteral") {
    return children(type, "members").filter((one) => one.type === "TSCallSignatureDeclaration").flatMap(results)
  }
  return type.type === "TSIntersectionType" ? children(type, "types").flatMap(results) : [type]
}

const errorsIn = (type: Node | undefined, generics: ReadonlySet<string>): ReadonlyArray<string> =>
  results(type).filter((one) => failing.has(referred(one))).flatMap((one) => namesIn(argumentsOf(one)[1], generics))

/** The errors of a declaration: of its own call, or of being run. */
export const errorsOf = (one: Export): ReadonlyArray<string> => {
  const found = one.nodes.flatMap((node) => {
    const bare = node.type === "ExportNamedDeclaration" ? child(node, "declaration") ?? node : node
    const generics = genericsIn(bare)
    if (bare.type === "TSDeclareFunction") return errorsIn(bare, generics)
    if (bare.type !== "VariableDeclaration") return []
    return children(bare, "declarations").filter((each) => nameOf(child(each, "id")) === one.local)
      .flatMap((each) => errorsIn(child(child(each, "id") ?? each, "typeAnnotation"), generics))
  })
  return [...new Set(found)]
}

/** The errors of a member of an interface. */
export const errorsOfMember = (member: Node, outer: Node): ReadonlyArray<string> => [
  ...new Set(
    errorsIn(member.type === "TSMethodSignature" ? member : child(member, "typeAnnotation"), genericsIn(outer))
  )
]

/** Names of unions of errors, with the classes that they stand for. */
export type Unions = ReadonlyMap<string, ReadonlyArray<string>>

/** The unions that the packages export: a comment that names one names all of its classes. */
export const unionsOf = (modules: ReadonlyArray<Module>): Unions => {
  const found = new Map<string, ReadonlyArray<string>>()
  for (const one of modules.flatMap((module) => module.exports)) {
    for (const node of one.nodes) {
      const bare = node.type === "ExportNamedDeclaration" ? child(node, "declaration") : node
      const type = bare?.type === "TSTypeAliasDeclaration" ? child(bare, "typeAnnotation") : undefined
      if (isNode(type) && type.type === "TSUnionType") found.set(one.local, namesIn(type, new Set()))
    }
  }
  return found
}

const membersOf = (name: string, unions: Unions): ReadonlyArray<string> => {
  const members = unions.get(name)
  return members === undefined ? [name] : members.flatMap((one) => membersOf(one, unions))
}

/** Those of the `errors` that a comment does not name, neither by class nor by a union that has it. */
export const unnamed = (comment: string, errors: ReadonlyArray<string>, unions: Unions): ReadonlyArray<string> => {
  const words = new Set(comment.match(/\w+/g))
  const named = new Set([
    ...words,
    ...[...words].filter((word) => unions.has(word)).flatMap((word) => membersOf(word, unions))
  ])
  return errors.filter((error) => !named.has(error) && !membersOf(error, unions).every((one) => named.has(one)))
}
