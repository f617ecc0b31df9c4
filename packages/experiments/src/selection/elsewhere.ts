/**
 * A pool whose rows are on other machines, and what runs over it. Tested in packages/distributed/src/shards/shards.test.ts.
 */
import type { Variant } from "@marginalia/core/Kernels"
import * as Message from "@marginalia/core/Message"
import type * as Part from "@marginalia/core/Part"
import * as Spec from "@marginalia/core/Spec"
import * as Strategy from "@marginalia/core/Strategy"
import type { Tiles } from "@marginalia/core/Tiles"
import type { Pool } from "@marginalia/datasets/files/pool"
import { UsageProblem } from "@marginalia/datasets/problems"
import { registry as library } from "@marginalia/strategies"
import type { EngineAsked } from "../engine/engine.ts"
import { bySample, LARGEST, SELECTORS } from "./by-sample.ts"

/** A pool whose rows others have. */
export interface Elsewhere {
  readonly pool: Pool<Tiles>
  /** The build of the kernels that those who have the rows work with, and so does who selects. */
  readonly variant: Variant
}

/** Parts that ask whoever has the rows to work on them, or for some of the rows. */
const NEAR: ReadonlySet<string> = new Set([
  "normalize",
  "kmeans",
  "k-center",
  "typicality",
  "sup",
  ...SELECTORS
])

/** Parts that look at vectors only by the parts within them. */
// dprint-ignore
const PLAIN: ReadonlySet<string> = new Set([
  "keep-per-cluster", "keep-top", "at-least", "keep-picked", "top", "one-per-cluster", "per-class",
  "add", "multiply", "scale", "negate", "rank", "standardize", "power"
])

/** A score, a selector or a stage, as far as it says what it needs. */
interface Made {
  readonly needs?: ReadonlyArray<string>
  readonly steps?: ReadonlyArray<{ readonly needs: ReadonlyArray<string> }>
}

const needsOf = (
  { needs = [], steps = [] }: Made
): ReadonlyArray<string> => [...needs, ...steps.flatMap((step) => step.needs)]

/** The library's parts that look at vectors themselves, or may. */
const looking = (): ReadonlySet<string> => {
  const looks = (part: Part.Part<unknown>): boolean => {
    try {
      return needsOf(part.make({}) as Made).includes("embedding")
    } catch {
      return !PLAIN.has(part.name)
    }
  }
  const parts = [...library.stage.values(), ...library.score.values(), ...library.select.values()]
  return new Set(parts.filter((part) => !NEAR.has(part.name) && looks(part)).map(({ name }) => name))
}

/** Whether a part is asked for what it does not do near the rows: k-means of some of them or in mini-batches, neighbors in the whole pool. */
const isBeyond = ({ name, options }: Spec.Spec): boolean =>
  (name === "kmeans" && (options["over"] === "candidates" || options["miniBatchAbove"] !== "none")) ||
  (name === "typicality" && options["neighborhood"] === "pool")

/** The parts of a strategy for which all rows would have to be sent. */
const sending = (strategy: Strategy.Any, far: ReadonlySet<string>): ReadonlyArray<string> => {
  const whole = Strategy.takingWhole(strategy, "embedding")
  const specs = Strategy.specs(strategy).filter(({ options }) => options["space"] !== "feature")
  const some = specs.filter((spec) => far.has(spec.name) || isBeyond(spec))
  return [...new Set([...whole, ...some.map(Spec.print)])]
}

const runs = (part: Part.Part<Strategy.Any>, far: ReadonlySet<string>): boolean => {
  try {
    return sending(part.make({}), far).length === 0
  } catch {
    return false
  }
}

/** The library's strategies that run over a pool whose rows are on other machines, by name. */
export const overMachines = (): ReadonlyArray<string> => {
  const far = looking()
  return [...library.strategy.values()].filter((part) => runs(part, far)).map(({ name }) => name)
}

/** Refuses another clusterer than ours, which has the rows sent. */
const otherClusterer = (strategy: Strategy.Any, clusterer: EngineAsked["clusterer"]): UsageProblem | undefined => {
  if (clusterer === undefined || clusterer === "ours") return undefined
  if (!Strategy.specs(strategy).some(({ name }) => name === "kmeans")) return undefined
  return new UsageProblem({
    problem: Message.text`${clusterer} would have all vectors sent from their machines, and does not run over ${
      Message.setting("shards")
    } yet`,
    hint: Message.text`leave ${Message.setting("clusterer")} out: k-means of our own runs near the rows`,
    reason: "Value",
    setting: "clusterer",
    value: clusterer,
    expected: "ours"
  })
}

/** An approximate way for which some rows are sent, by name, where there is one. */
const someSent = (strategy: Strategy.Any, far: ReadonlySet<string>): Message.Message => {
  const other = bySample(strategy, LARGEST)
  return other === undefined || sending(other, far).length > 0
    ? Message.text``
    : Message.text`; or have a sample of the rows sent, which tells what it loses: ${Strategy.text(other)}`
}

/** Refuses a strategy or a clusterer for which all rows would have to be sent; undefined where there is nothing to refuse. */
export const problemElsewhere = (
  strategy: Strategy.Any,
  clusterer?: EngineAsked["clusterer"]
): UsageProblem | undefined => {
  const other = otherClusterer(strategy, clusterer)
  if (other !== undefined) return other
  const far = looking(), [part] = sending(strategy, far)
  if (part === undefined) return undefined
  const allowed = overMachines()
  return new UsageProblem({
    problem: Message.text`${part} would have all vectors sent from their machines, and does not run over ${
      Message.setting("shards")
    } yet`,
    hint: Message.text`select from files (${
      Message.setting("memory")
    } where they are larger than memory), or use what runs near them: ${
      allowed.join(", ")
    }, and normalize, kmeans, typicality, sup and k-center in pipelines${someSent(strategy, far)}`,
    reason: "Unknown",
    setting: "strategy",
    value: part,
    allowed
  })
}
