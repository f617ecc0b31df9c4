/** Whether the comments of strategies and parts, and of their options, say what the registry says of them. */
import { Options, type Part, Strategy } from "@marginalia/core"
import { membersOf } from "./signature.ts"
import type { Export } from "./surface.ts"

type Any = Part.Part<unknown>

const plain = (text: string): string => text.replaceAll(/\s+/g, " ").toLowerCase()

const holds = (comment: string, text: string): boolean => plain(comment).includes(plain(text).replace(/\.$/, ""))

/** A value as comments write it. */
const shown = (value: unknown): string =>
  typeof value === "number" && Math.abs(value) < 1e-3 && value !== 0
    ? value.toExponential()
    : JSON.stringify(value) ?? String(value)

/** Made with its defaults, and with `score` for each score that it takes. */
const made = (part: Any, score: unknown): unknown =>
  part.make(part.kind === "strategy" ? {} : Object.fromEntries(part.scores.map((name) => [name, score])))

const needsOf = (part: Any, score: unknown): ReadonlyArray<string> => {
  const built = made(part, score) as {
    readonly needs: ReadonlyArray<string>
    readonly steps?: ReadonlyArray<typeof built>
  }
  if (part.kind === "strategy") return [...Strategy.needs(built as unknown as Strategy.Any)]
  return built.needs ?? built.steps!.flatMap(({ needs }) => needs)
}

/** The options that no comment tells with text and default: those of the types that its file names, or its own. */
const options = (one: Export, part: Any, types: ReadonlyArray<Export>): ReadonlyArray<string> => {
  const near = types.filter(({ name }) => one.text.includes(name)).flatMap(membersOf)
  const defaults = Options.defaults(part.options)
  return Object.entries(part.options.fields).flatMap(([name, field]) => {
    const value = shown(defaults[name]), text = Options.description(field)
    const told = near.some((member) =>
      member.name === name && holds(member.comment, `${text.replace(/\.$/, "")}. Default ${value}`)
    )
    return told || one.comment.includes(`\`${name}\` (${value})`)
      ? []
      : [`the option ${name}: "${text}", default ${value}`]
  })
}

const about = (one: Export, part: Any): ReadonlyArray<string> => {
  const { coldStart = "", complexity = "" } = (made(part, undefined) as Strategy.Any).about ?? {}
  return [coldStart, complexity].filter((text) => !holds(one.comment, text)).map((text) => `"${text}"`)
}

/** What the comment of an export with a part on it does not say; `types` are the types of options, by name. */
export const untold = (one: Export, part: Any, types: ReadonlyArray<Export>, score: unknown): ReadonlyArray<string> => [
  ...options(one, part, types),
  ...needsOf(part, score).filter((need) => !one.comment.includes(`\`${need}\``)).map((need) => `that it needs ${need}`),
  ...(part.kind === "strategy" ? about(one, part) : [])
]
