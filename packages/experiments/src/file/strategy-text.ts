/**
 * Strategies' texts in an experiment file: read, or refused at their place. Tested by `read.test.ts` and `expand.test.ts`.
 */
import { Quote, type Registry, Strategy, UnreadableStrategy } from "@marginalia/core"
import type { StrategyWord } from "./form.ts"
import { ConfigIssue, issuesOf, type Path } from "./mistake.ts"

/** In one line, for it stands in a list of mistakes: the place in the file leads to the text, this to what in it. */
const issueOf = (path: Path, error: UnreadableStrategy): ConfigIssue => {
  const { allowed, at, problem, suggestion, text } = error
  const where = at === 0 ? "" : `in ${Quote.value(text)} at character ${at + 1}: `
  return new ConfigIssue(path, where + problem, { value: text, allowed, suggestion })
}

/** The strategy that a text names. Throws a `ConfigIssue`. */
export const readStrategy = (text: string, registry: Registry.Registry, path: Path): Strategy.Any => {
  try {
    return Strategy.readUnsafe(text, registry)
  } catch (error) {
    throw error instanceof UnreadableStrategy ? issueOf(path, error) : new ConfigIssue(path, (error as Error).message)
  }
}

/** What is wrong in texts of strategies: told with what else is wrong in a file, which ends its reading earlier. */
export const strategyIssues = (
  words: ReadonlyArray<StrategyWord>,
  registry: Registry.Registry
): ReadonlyArray<ConfigIssue> =>
  words.flatMap(({ text }, i) => {
    try {
      readStrategy(text, registry, ["strategies", i])
      return []
    } catch (error) {
      return issuesOf(error)
    }
  })
