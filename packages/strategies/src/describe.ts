/**
 * What there is to say of a strategy or a part, as data: the command's pages and the documentation come from it.
 */
import {
  InvalidOptions,
  Options,
  type Part,
  type Registry,
  Score,
  Select,
  Spec,
  type Stage,
  Strategy,
  Task
} from "@marginalia/core"

/** An option of a part. */
export interface OptionDoc {
  /** Its name, as it is written: `neighbors`. */
  readonly name: string
  /** What it is where it is left out; undefined for one that has to be given. */
  readonly default: unknown
  /** What it does, in a few words. */
  readonly description: string
}

/** What there is to say of a strategy, a stage, a score or a selector. */
export interface Doc {
  /** Which of the four it is. */
  readonly kind: Part.Kind
  /** Its name in texts: `kmeans`. */
  readonly name: string
  /** What it does, in a few words. */
  readonly summary: string
  /** How it is written, every option at its default; for a recipe its pipeline. */
  readonly text: string
  /** The columns that a query must hold, or a service supply. */
  readonly needs: ReadonlyArray<string>
  /** What may be learned from the labels: the tasks that it serves, as they follow from what it needs. */
  readonly tasks: ReadonlyArray<Task.Task>
  /** The columns that a stage adds; none for other parts. */
  readonly adds: ReadonlyArray<string>
  /** The columns that a stage writes anew: `embedding` of one that normalizes. None for other parts. */
  readonly changes: ReadonlyArray<string>
  /** Options that take a score. */
  readonly scores: ReadonlyArray<string>
  /** Its other options, in the order of its Schema. */
  readonly options: ReadonlyArray<OptionDoc>
  /** Paper, equation, deviations …; only `paper` for parts. */
  readonly about: Partial<Strategy.About>
}

/** Stands where a part takes a score. */
const standIn = Score.make({
  spec: Spec.make("score"),
  needs: [],
  of: () => {
    throw new Error("a stand-in")
  }
})

const attempt = (part: Part.Part, options: { readonly [option: string]: unknown }): unknown => {
  try {
    return part.make(options)
  } catch (error) {
    if (error instanceof InvalidOptions) return undefined
    throw error
  }
}

/** Stands where a part takes strategies. */
const standInStrategy = Strategy.make(
  Select.make({
    spec: Spec.make("strategy"),
    needs: [],
    pick: () => {
      throw new Error("a stand-in")
    }
  })
)

const standIns = ({ scores, strategies }: Part.Part): { readonly [option: string]: unknown } => ({
  ...Object.fromEntries(scores.map((name) => [name, standIn])),
  ...(strategies === undefined ? {} : { [strategies]: [standInStrategy] })
})

/** The part with its defaults; scores and strategies that have none are stood in for. `undefined` for a part that only refuses. */
const make = (part: Part.Part): unknown => attempt(part, {}) ?? attempt(part, standIns(part))

const optionsOf = (part: Part.Part): ReadonlyArray<OptionDoc> => {
  const defaults = Options.defaults(part.options)
  return Object.entries(part.options.fields).map(([name, field]) => ({
    name,
    default: defaults[name],
    description: Options.description(field)
  }))
}

type Facts = Pick<Doc, "text" | "needs" | "tasks" | "adds" | "changes" | "about">

const none = { adds: [], changes: [] }

const stageFacts = ({ steps }: Stage.Any): Omit<Facts, "about"> => ({
  text: steps.map((step) => Spec.print(step.spec)).join(" | "),
  needs: [...new Set(steps.flatMap((step) => step.needs))],
  tasks: Task.servedBy(steps.flatMap((step) => step.needs)),
  adds: [...new Set(steps.flatMap((step) => step.adds))],
  changes: [...new Set(steps.flatMap((step) => step.changes))]
})

const scoreFacts = ({ needs, spec }: Score.Any | Select.Any): Omit<Facts, "about"> => ({
  ...none,
  text: Spec.print(spec),
  needs,
  tasks: Task.servedBy(needs)
})

const strategyFacts = (strategy: Strategy.Any): Facts => ({
  ...none,
  text: Strategy.expanded(strategy),
  needs: [...Strategy.needs(strategy)],
  tasks: Strategy.tasks(strategy),
  about: strategy.about ?? {}
})

const factsOf = (part: Part.Part): Facts => {
  const made = make(part)
  const about = part.source === undefined ? {} : { paper: part.source }
  if (made === undefined) return { ...none, text: part.name, needs: [], tasks: Task.all, about }
  if (part.kind === "strategy") return strategyFacts(made as Strategy.Any)
  if (part.kind === "stage") return { ...stageFacts(made as Stage.Any), about }
  return { ...scoreFacts(made as Score.Any), about }
}

/** The page of a part, its options at their defaults. */
export const describePart = (part: Part.Part): Doc => ({
  kind: part.kind,
  name: part.name,
  summary: part.summary,
  scores: part.scores,
  options: optionsOf(part),
  ...factsOf(part)
})

/** The pages of some kinds of parts, in the order of the registry. */
export const describeAll = (registry: Registry.Registry, kinds: ReadonlyArray<Part.Kind>): ReadonlyArray<Doc> =>
  kinds.flatMap((kind) => [...registry[kind].values()].map(describePart))
