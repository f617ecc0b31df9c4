/** What a public export's comment has to say, and which of it one does not. */
import { errorsOf, type Unions, unnamed } from "./failures.ts"
import { membersOf, type Signature, signaturesOf } from "./signature.ts"
import type { Export } from "./surface.ts"

/** Words of a text, lower case, names in camel case both whole and in pieces. */
const wordsOf = (text: string): ReadonlySet<string> =>
  new Set((text.match(/[\p{L}\d]+/gu) ?? []).flatMap((word) => {
    const pieces = word.split(/(?<=[a-z])(?=[A-Z])/)
    return [word, ...pieces].map((one) => one.toLowerCase())
  }))

const says = (words: ReadonlySet<string>, name: string): boolean => {
  const lower = name.toLowerCase()
  return [lower, `${lower}s`, `${lower}es`, lower.replace(/s$/, "")].some((form) => words.has(form))
}

/** What says what a value left out means: a word, or the value itself in parentheses. */
const byDefault =
  /\bdefaults?\b|\bwithout\b|\bunless\b|\botherwise\b|\bleft out\b|\(`?(?:[-−\d"'∞]|true\b|false\b|none\b)/i

/** The first sentence: what is before the first empty line, a list or a tag. */
export const firstSentence = (comment: string): string => {
  const [first = ""] = comment.split(/\n\s*\n|\n(?=@|- )/)
  const text = first.replaceAll("\n", " ").trim()
  return /^(.*?[.?!])(?= [A-Z`"{−∞\d]|$)/.exec(text)?.[1] ?? text
}

const sentence = (comment: string): ReadonlyArray<string> => {
  const first = firstSentence(comment)
  if (first === "") return ["has no comment"]
  if (/^See\b/.test(first)) return [`"${first}" says where to look instead of what it is`]
  if (!/[.?!]$/.test(first)) return [`the first sentence does not end: "${first}"`]
  return first.split(" ").length < 2 ? [`"${first}" is no sentence`] : []
}

const longest = (signatures: ReadonlyArray<Signature>): Signature | undefined =>
  [...signatures].sort((a, b) => b.parameters.length - a.parameters.length)[0]

const SUBJECT = /^(self|that|_.*|args_\d+|)$/

/** Sentences of a comment, each with the one after it: "`k` is the number of groups. Default 10." */
const pairs = (comment: string): ReadonlyArray<string> => {
  const all = comment.split(/(?<=[.?!;])\s+/)
  return all.map((one, i) => `${one} ${all[i + 1] ?? ""}`)
}

/** Whether a comment says what leaving out `name` means: where it speaks of it, or of all at once. */
const saysDefault = (comment: string, name: string): boolean =>
  pairs(comment).some((pair) => byDefault.test(pair) && says(wordsOf(pair), name))

/** Parameters but for the subject itself, `self`, with the fields of those that are written out or taken apart. */
const parameters = (comment: string, signatures: ReadonlyArray<Signature>): ReadonlyArray<string> => {
  const words = wordsOf(comment)
  const all = (longest(signatures)?.parameters ?? []).filter(({ name }) => !SUBJECT.test(name))
  return all.flatMap(({ comment: own, name, optional }) => {
    if (own === "" && !says(words, name)) return [`parameter ${name}`]
    return !optional || byDefault.test(own) || saysDefault(comment, name) ? [] : [`default of ${name}`]
  })
}

const goesWrong = /\b(fails?|failed|throws?|rejects?|rejected|refuses?|refused|dies|errors?|problems?)\b/i

/** Which errors it is not said to end with: those of its type by name; what it throws and rejects with in words. */
const errors = (
  one: Export,
  signatures: ReadonlyArray<Signature>,
  { throws, unions }: Known
): ReadonlyArray<string> => {
  const missing = unnamed(one.comment, errorsOf(one), unions)
  if (missing.length > 0) return [`when it fails with ${missing.join(", ")}`]
  const untold = unnamed(one.comment, throws ?? [], unions)
  if (untold.length > 0) return [`when it throws ${untold.join(", ")}`]
  if (goesWrong.test(one.comment)) return []
  if (throws !== undefined) return ["when it throws"]
  return signatures.some(({ promise }) => promise) ? ["when its promise is rejected"] : []
}

const fields = (one: Export, unions: Unions): ReadonlyArray<string> => {
  const words = wordsOf(one.comment), isInput = /(Options|Config|Settings|Plan)$/.test(one.name)
  return membersOf(one).flatMap(({ comment, errors, name, optional }) => {
    if (comment === "" && !says(words, name)) return [`field ${name}`]
    const untold = unnamed(`${one.comment} ${comment}`, errors, unions)
    if (untold.length > 0) return [`when ${name} fails with ${untold.join(", ")}`]
    return isInput && optional && !byDefault.test(comment === "" ? one.comment : comment) ? [`default of ${name}`] : []
  })
}

/** What is known beside an export itself. */
export interface Known {
  /** The classes of what its source throws, as far as they are written there; undefined where it does not throw. */
  readonly throws?: ReadonlyArray<string> | undefined
  /** Whether an example is wanted. */
  readonly example?: boolean
  /** The unions of errors that there are. */
  readonly unions: Unions
  /** The names of all exports. */
  readonly shown: ReadonlySet<string>
  /** The text of its source: what the compiler wrote out is not in it. */
  readonly source: string
}

/** What an export's comment lacks. */
export const lacking = (one: Export, known: Known): ReadonlyArray<string> => {
  const wrong = sentence(one.comment)
  if (one.comment === "") return wrong
  const signatures = signaturesOf(one, known)
  return [
    ...wrong,
    ...parameters(one.comment, signatures),
    ...errors(one, signatures, known),
    ...fields(one, known.unions),
    ...(known.example === true && !one.comment.includes("@example") ? ["an example"] : [])
  ]
}
