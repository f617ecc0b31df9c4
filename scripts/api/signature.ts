/** What a declaration's types say: its parameters, what it may fail with, its members. */
import { errorsOfMember } from "./failures.ts"
import type { Export } from "./surface.ts"
import { child, children, commentBefore, nameOf, type Node } from "./tree.ts"

/** A parameter of a function. */
export interface Parameter {
  readonly name: string
  readonly optional: boolean
  /** Its own comment, where it is a field of a type that is written out in the signature. */
  readonly comment: string
}

/** What a call gives, and how it may go wrong, as far as the types say. */
export interface Signature {
  readonly parameters: ReadonlyArray<Parameter>
  /** Whether it gives a Promise. */
  readonly promise: boolean
}

/** What a file declares and does not export, by name. */
type Hidden = Export["private"]

/** Whose types are told elsewhere: `shown` are the names of all exports. */
interface Types {
  readonly hidden: Hidden
  readonly shown: ReadonlySet<string>
  /** The text of the source. */
  readonly source: string
}

const callable = new Set(["TSFunctionType", "TSCallSignatureDeclaration", "TSDeclareFunction"])

/** A type of the file that only this signature speaks of, written out; undefined for others. */
const writtenOut = (type: Node | undefined, hidden: Hidden): Node | undefined => {
  if (type?.type === "TSTypeLiteral") return type
  const own = type?.type === "TSTypeReference" ? hidden?.get(nameOf(child(type, "typeName"))) : undefined
  if (own?.type === "TSInterfaceDeclaration") return child(own, "body")
  return own?.type === "TSTypeAliasDeclaration" ? writtenOut(child(own, "typeAnnotation"), hidden) : undefined
}

/** The fields of a parameter whose type is written out; the keys that it is taken apart into, where the type has no page. */
const fieldsOf = (text: string, node: Node, { hidden, shown, source }: Types): ReadonlyArray<Parameter> => {
  const type = child(child(node, "typeAnnotation") ?? node, "typeAnnotation"), literal = writtenOut(type, hidden)
  if (literal !== undefined) {
    const body = children(literal, literal.type === "TSTypeLiteral" ? "members" : "body"),
      all = members(text, body, node)
    // A type that the compiler wrote out, of a Schema, is nowhere in the source; its parameter is told as a whole.
    return node.type === "Identifier" && all.some(({ name }) => !source.includes(`readonly ${name}`)) ? [] : all
  }
  if (node.type !== "ObjectPattern" || shown.has(nameOf(child(type ?? node, "typeName")))) return []
  return children(node, "properties").map((one) => ({ name: nameOf(child(one, "key")), optional: false, comment: "" }))
}

/** A parameter, and what is in it: an optional one is left out as a whole. */
const parameter = (text: string, node: Node, types: Types): ReadonlyArray<Parameter> => {
  const fields = fieldsOf(text, node, types), optional = node["optional"] === true
  return node.type === "Identifier" ? [{ name: nameOf(node), optional, comment: "" }, ...fields] : fields
}

/** A type without the parts around it: `A` of `readonly A[]`, the last of a chain of functions. */
const result = (type: Node | undefined): Node | undefined =>
  type !== undefined && callable.has(type.type)
    ? result(child(child(type, "returnType") ?? type, "typeAnnotation"))
    : type

const qualified = (text: string, node: Node | undefined): string =>
  node === undefined ? "" : text.slice(node.start, node.end)

const all = (text: string, node: Node, types: Types): Signature => {
  const own = children(node, "params").flatMap((one) => parameter(text, one, types))
  const next = child(child(node, "returnType") ?? node, "typeAnnotation")
  if (next !== undefined && callable.has(next.type)) {
    const rest = all(text, next, types)
    return { ...rest, parameters: [...own, ...rest.parameters] }
  }
  const type = result(next)
  return {
    parameters: own,
    promise: type?.type === "TSTypeReference" && qualified(text, child(type, "typeName")) === "Promise"
  }
}

const internal = (text: string, node: Node): boolean => commentBefore(text, node.start).includes("@internal")

/** The call signatures of a type that is written out: a function type, or an object type that can be called. */
const ofType = (text: string, type: Node | undefined, types: Types): ReadonlyArray<Signature> => {
  if (type === undefined) return []
  if (type.type === "TSFunctionType") return [all(text, type, types)]
  if (type.type === "TSTypeLiteral") {
    return children(type, "members").filter((member) => callable.has(member.type) && !internal(text, member)).map((
      member
    ) => all(text, member, types))
  }
  return type.type === "TSIntersectionType" ? children(type, "types").flatMap((one) => ofType(text, one, types)) : []
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
export const signaturesOf = (
  one: Export,
  { shown, source }: Pick<Types, "shown" | "source">
): ReadonlyArray<Signature> => {
  const types = { hidden: one.private, shown, source }
  return declarations(one).flatMap((node) => {
    if (node.type === "TSDeclareFunction") return [all(one.text, node, types)]
    const annotation = child(child(node, "id") ?? node, "typeAnnotation")
    return node.type === "VariableDeclarator"
      ? ofType(one.text, child(annotation ?? node, "typeAnnotation"), types)
      : []
  })
}

/** A member of an interface, with its comment. */
export interface Member {
  readonly name: string
  readonly optional: boolean
  readonly comment: string
  /** What calling or running it may fail with. */
  readonly errors: ReadonlyArray<string>
}

const members = (text: string, body: ReadonlyArray<Node>, outer: Node): ReadonlyArray<Member> =>
  body.filter((node) =>
    (node.type === "TSPropertySignature" || node.type === "TSMethodSignature") && node["computed"] !== true
  )
    .map((node) => ({
      name: nameOf(child(node, "key")),
      optional: node["optional"] === true,
      comment: commentBefore(text, node.start),
      errors: errorsOfMember(node, outer)
    }))

/** The members of an interface, or of a type that is an object. */
export const membersOf = (one: Export): ReadonlyArray<Member> =>
  declarations(one).flatMap((node) => {
    if (node.type === "TSInterfaceDeclaration") return members(one.text, children(child(node, "body"), "body"), node)
    const type = node.type === "TSTypeAliasDeclaration" ? child(node, "typeAnnotation") : undefined
    return type?.type === "TSTypeLiteral" ? members(one.text, children(type, "members"), node) : []
  })
