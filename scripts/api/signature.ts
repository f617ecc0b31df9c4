/** What a declaration's types say: its parameters, what it may fail with, its members. */
import type { Export } from "./surface.ts"
import { child, children, commentBefore, nameOf, type Node } from "./tree.ts"

/** A parameter of a function. */
export interface Parameter {
  readonly name: string
  readonly optional: boolean
}

/** What a call gives, and how it may go wrong, as far as the types say. */
export interface Signature {
  readonly parameters: ReadonlyArray<Parameter>
  /** The error of the Effect it gives, as it is written; empty where it gives none or the Effect cannot fail. */
  readonly error: string
  /** Whether it gives a Promise. */
  readonly promise: boolean
}

const callable = new Set(["TSFunctionType", "TSCallSignatureDeclaration", "TSDeclareFunction"])

const parameter = (node: Node): Parameter => ({
  name: node.type === "Identifier" ? nameOf(node) : "",
  optional: node["optional"] === true
})

/** A type without the parts around it: `A` of `readonly A[]`, the last of a chain of functions. */
const result = (type: Node | undefined): Node | undefined =>
  type !== undefined && callable.has(type.type)
    ? result(child(child(type, "returnType") ?? type, "typeAnnotation"))
    : type

const qualified = (text: string, node: Node | undefined): string =>
  node === undefined ? "" : text.slice(node.start, node.end)

const argument = (type: Node, at: number): Node | undefined => {
  const list = child(type, "typeArguments") ?? child(type, "typeParameters")
  return children(list, "params")[at]
}

const failure = (text: string, type: Node | undefined, generics: ReadonlySet<string>): string => {
  if (type?.type !== "TSTypeReference") return ""
  const name = qualified(text, child(type, "typeName"))
  const at = /^(Effect\.)?Effect$/.test(name)
    ? 1
    : /^(Stream\.)?Stream$/.test(name)
    ? 1
    : /^(Layer\.)?Layer$/.test(name)
    ? 1
    : -1
  const error = at < 0 ? undefined : argument(type, at)
  if (error === undefined || error.type === "TSNeverKeyword" || error.type === "TSUnknownKeyword") return ""
  const written = qualified(text, error)
  return generics.has(written) ? "" : written
}

const genericsOf = (node: Node): ReadonlyArray<string> =>
  children(child(node, "typeParameters"), "params").map((one) => nameOf(child(one, "name")))

const all = (text: string, node: Node, given: ReadonlySet<string>): Signature => {
  const generics = new Set([...given, ...genericsOf(node)])
  const own = children(node, "params").map(parameter)
  const next = child(child(node, "returnType") ?? node, "typeAnnotation")
  if (next !== undefined && callable.has(next.type)) {
    const rest = all(text, next, generics)
    return { ...rest, parameters: [...own, ...rest.parameters] }
  }
  const type = result(next)
  return {
    parameters: own,
    error: failure(text, type, generics),
    promise: type?.type === "TSTypeReference" && qualified(text, child(type, "typeName")) === "Promise"
  }
}

const internal = (text: string, node: Node): boolean => commentBefore(text, node.start).includes("@internal")

/** The call signatures of a type that is written out: a function type, or an object type that can be called. */
const ofType = (text: string, type: Node | undefined): ReadonlyArray<Signature> => {
  if (type === undefined) return []
  if (type.type === "TSFunctionType") return [all(text, type, new Set())]
  if (type.type === "TSTypeLiteral") {
    return children(type, "members").filter((member) => callable.has(member.type) && !internal(text, member)).map((
      member
    ) => all(text, member, new Set()))
  }
  return type.type === "TSIntersectionType" ? children(type, "types").flatMap((one) => ofType(text, one)) : []
}

const bare = (node: Node): Node => node.type === "ExportNamedDeclaration" ? child(node, "declaration") ?? node : node

/** The declarators, functions, interfaces … of an export. */
const declarations = ({ local, nodes }: Export): ReadonlyArray<Node> =>
  nodes.map(bare).flatMap((node) =>
    node.type === "VariableDeclaration"
      ? children(node, "declarations").filter((one) => nameOf(child(one, "id")) === local)
      : [node]
  )

/** The ways in which an export can be called; none where it is no function, or of a type that is written elsewhere. */
export const signaturesOf = (one: Export): ReadonlyArray<Signature> =>
  declarations(one).flatMap((node) => {
    if (node.type === "TSDeclareFunction") return [all(one.text, node, new Set())]
    const annotation = child(child(node, "id") ?? node, "typeAnnotation")
    return node.type === "VariableDeclarator" ? ofType(one.text, child(annotation ?? node, "typeAnnotation")) : []
  })

/** A member of an interface, with its comment. */
export interface Member {
  readonly name: string
  readonly optional: boolean
  readonly comment: string
}

const members = (text: string, body: ReadonlyArray<Node>): ReadonlyArray<Member> =>
  body.filter((node) =>
    (node.type === "TSPropertySignature" || node.type === "TSMethodSignature") && node["computed"] !== true
  )
    .map((node) => ({
      name: nameOf(child(node, "key")),
      optional: node["optional"] === true,
      comment: commentBefore(text, node.start)
    }))

/** The members of an interface, or of a type that is an object. */
export const membersOf = (one: Export): ReadonlyArray<Member> =>
  declarations(one).flatMap((node) => {
    if (node.type === "TSInterfaceDeclaration") return members(one.text, children(child(node, "body"), "body"))
    const type = node.type === "TSTypeAliasDeclaration" ? child(node, "typeAnnotation") : undefined
    return type?.type === "TSTypeLiteral" ? members(one.text, children(type, "members")) : []
  })
