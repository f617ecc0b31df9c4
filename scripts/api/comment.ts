/** A doc comment in its parts. */

/** What a doc comment says, with its tags apart. */
export interface Comment {
  readonly text: string
  /** The `@param`s, in order. */
  readonly params: ReadonlyArray<readonly [name: string, text: string]>
  /** The `@example`s: Markdown with a fenced block each. */
  readonly examples: ReadonlyArray<string>
  readonly internal: boolean
}

const tag = /^@(\w+)[ \t]*/

/** The pieces of a comment that begin with a tag; the first piece is the text before all tags. */
const pieces = (comment: string): ReadonlyArray<string> => {
  const found: Array<string> = [""]
  let fenced = false
  for (const line of comment.split("\n")) {
    if (line.startsWith("```")) fenced = !fenced
    if (!fenced && tag.test(line)) found.push(line)
    else found[found.length - 1] += `\n${line}`
  }
  return found.map((piece) => piece.trim())
}

/** Reads a doc comment that has lost its stars. */
export const readComment = (comment: string): Comment => {
  const [text = "", ...tagged] = pieces(comment)
  const of = (name: string) =>
    tagged.filter((piece) => tag.exec(piece)?.[1] === name).map((piece) => piece.replace(tag, "").trim())
  return {
    text,
    params: of("param").map((piece) => {
      const [, name = "", rest = ""] = /^`?(\w+)`?\s*(?:[-–:] )?([\s\S]*)$/.exec(piece) ?? []
      return [name, rest] as const
    }),
    examples: of("example"),
    internal: of("internal").length > 0
  }
}
