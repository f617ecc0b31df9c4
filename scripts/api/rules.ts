/** What a public export's comment has to say, and which of it one does not. */
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

/** Parameters but for the subject itself, `self`, and those without a name, that are taken apart where they stand. */
const parameters = (comment: string, signatures: ReadonlyArray<Signature>): ReadonlyArray<string> => {
  const words = wordsOf(comment)
  const all = (longest(signatures)?.parameters ?? []).filter(({ name }) => !/^(self|that|_.*|args_\d+|)$/.test(name))
  const untold = all.filter(({ name }) => !says(words, name)).map(({ name }) => `parameter ${name}`)
  const open = all.filter(({ optional }) => optional).map(({ name }) => name)
  return byDefault.test(comment) ? untold : [...untold, ...open.map((name) => `default of ${name}`)]
}

const goesWrong = /\b(fails?|failed|throws?|rejects?|rejected|refuses?|refused|dies|errors?|problems?)\b/i

const errors = (comment: string, signatures: ReadonlyArray<Signature>, throws: boolean): ReadonlyArray<string> => {
  if (goesWrong.test(comment)) return []
  const named = signatures.find(({ error }) => error !== "")?.error
  if (named !== undefined) return [`when it fails with ${named.replaceAll(/\s+/g, " ")}`]
  if (throws) return ["when it throws"]
  return signatures.some(({ promise }) => promise) ? ["when its promise is rejected"] : []
}

const fields = (one: Export): ReadonlyArray<string> => {
  const words = wordsOf(one.comment), isInput = /(Options|Config|Settings|Plan)$/.test(one.name)
  return membersOf(one).flatMap(({ comment, name, optional }) => {
    if (comment === "" && !says(words, name)) return [`field ${name}`]
    return isInput && optional && !byDefault.test(comment === "" ? one.comment : comment) ? [`default of ${name}`] : []
  })
}

/** What an export's comment lacks; `throws` where its source throws, `example` where one is wanted. */
export const lacking = (one: Export, throws: boolean, example: boolean): ReadonlyArray<string> => {
  const wrong = sentence(one.comment)
  if (one.comment === "") return wrong
  const signatures = signaturesOf(one)
  return [
    ...wrong,
    ...parameters(one.comment, signatures),
    ...errors(one.comment, signatures, throws),
    ...fields(one),
    ...(example && !one.comment.includes("@example") ? ["an example"] : [])
  ]
}
