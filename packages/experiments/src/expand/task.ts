/**
 * What an experiment with sets of labels or numbers can do, and what it does that says nothing else. Tested in
 * packages/cli/test/task-runs.test.ts.
 */
import * as Strategy from "@marginalia/core/Strategy"
import { ConfigIssue, type Path } from "../file/mistake.ts"
import { strategiesFor } from "../selection/serves.ts"
import type { Linear, Unit } from "../unit.ts"
import type { Entry } from "./entries.ts"
import { type Complete, defaults } from "./settings.ts"

/** Labels a round where nothing is said. */
const BUDGET = 10

const isOther = ({ task }: Complete): boolean => task.name !== "classification"

const perClass = ({ budget, initial }: Complete): string | undefined => {
  if ([budget].flat().some(({ per }) => per === "class")) return "budget"
  return initial.kind !== "none" && initial.items.per === "class" ? "initial" : undefined
}

/** The first setting that is of classes alone, and what to write in its place. */
const ofClasses = ({ path, settings, word }: Entry): readonly [key: string, hint: string] | undefined => {
  const { initial, learner, longTail, oracle, stop } = settings
  const counted = perClass(settings)
  if (word.dataset !== undefined) return ["dataset", "give pool: and labels:, files of your own"]
  if (word.classes !== undefined) return ["classes", "leave it out"]
  if (counted !== undefined) return [counted, "say how many items, as a number"]
  if (initial.kind === "balanced") return ["initial", "take initial: random(N), or none"]
  if (longTail !== null) return ["longTail", "leave it out"]
  if (oracle.kind !== "known") return ["oracle", "leave it out: the labels are looked up"]
  if (stop !== defaults.stop) return ["stop", "leave it out"]
  return learner === defaults.learner || path.length === 0
    ? undefined
    : ["learner", "leave it out: a linear one learns on the embedding"]
}

/**
 * A data set with the settings that its task has where nothing is said. Throws `ConfigIssue` for what is of classes alone: amounts per
 * class, long tails, other oracles, criteria for stopping, networks.
 */
export const withTask = (entry: Entry): Entry => {
  const { settings } = entry, { budget, task } = settings
  if (!isOther(settings)) return entry
  const own = budget === defaults.budget ? { budget: { count: BUDGET, per: "round" } as const } : {}
  const found: Entry = { ...entry, settings: { ...settings, ...own } }, wrong = ofClasses(found)
  if (wrong === undefined) return found
  const [key, hint] = wrong
  throw new ConfigIssue([...entry.path, key], `${key} is of classes, and the task is ${task.name}; ${hint}`, {
    allowed: ["classification"]
  })
}

/** Throws `ConfigIssue` for a strategy that does not serve the task, with those of the library that do. */
export const checkServed = (strategy: Strategy.Any, { settings: { task } }: Entry, path: Path): void => {
  const served = Strategy.tasks(strategy)
  if (served.includes(task.name)) return
  const what = served.length === 0 ? "no task: its parts are for different ones" : served.join(" and ")
  const allowed = strategiesFor(task.name)
  const problem = `${Strategy.text(strategy)} serves ${what}, and the task is ${task.name}`
  throw new ConfigIssue(path, `${problem}; these serve it: ${allowed.join(", ")}`, { allowed })
}

/** The learner of a unit whose labels are no classes; nothing where they are. */
export const linearOf = ({ settings }: Entry): { readonly linear?: Linear } & Partial<Pick<Unit, "linear">> => {
  const { members, penalty } = settings.task
  return isOther(settings) ? { linear: { penalty, members } } : {}
}
