/** A cell of the matrix: one strategy on one pool, on every build of the kernels with every number of threads. */
import { Options, Query, type Selection, Strategy } from "@marginalia/core"
import { Kernels as Service, type Service as Kernels } from "@marginalia/core/Kernels"
import { registry } from "@marginalia/strategies"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { createHash } from "node:crypto"
import { inputOf, isTieFree, type Pool } from "./pools.ts"

/** One way to run: a build, and a number of threads. */
export interface Way {
  readonly variant: string
  readonly threads: number
  readonly kernels: Kernels
}

/** What came of one run: the picks, the bits of what decided, or why there are none. */
export interface Outcome {
  readonly way: Pick<Way, "variant" | "threads">
  readonly kind: "picked" | "refused" | "broken"
  readonly picks: string
  /** A hash of the picks and of the bits of their scores. */
  readonly bits: string
}

/** How a cell went. `threads`: other bits for another number of threads; `variants`: other picks for another build. */
export type Verdict = "same" | "refused" | "threads" | "variants" | "broken"

/** A cell, and what was found in it. */
export interface Cell {
  readonly strategy: string
  readonly pool: string
  readonly verdict: Verdict
  readonly outcomes: ReadonlyArray<Outcome>
}

const hash = (...parts: ReadonlyArray<string | Uint8Array>): string => {
  const sum = createHash("sha256")
  for (const part of parts) sum.update(part)
  return sum.digest("hex").slice(0, 12)
}

/** The picks, and a hash of all that was decided. */
export const ofSelection = ({ positions, pseudo, scores }: Selection): Pick<Outcome, "picks" | "bits"> => {
  const picks = positions.join(" ")
  const whyBits = new Uint8Array(Float64Array.from(scores).buffer)
  return { picks, bits: hash(picks, whyBits, JSON.stringify(pseudo)) }
}

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error)

const outcomeOf = (way: Way, exit: Exit.Exit<Selection, unknown>): Outcome => {
  const { threads, variant } = way
  if (Exit.isSuccess(exit)) return { way: { threads, variant }, kind: "picked", ...ofSelection(exit.value) }
  const defect = Cause.hasDies(exit.cause) || Cause.hasInterrupts(exit.cause)
  const text = messageOf(Cause.squash(exit.cause))
  return { way: { threads, variant }, kind: defect ? "broken" : "refused", picks: text, bits: hash(text) }
}

const first = (values: ReadonlyArray<string>): number => values.findIndex((value) => value !== values[0])

/** What several outcomes say together. Across builds, picks count only where `tieFree`. */
export const judge = (outcomes: ReadonlyArray<Outcome>, tieFree: boolean): Verdict => {
  if (outcomes.some(({ kind }) => kind === "broken")) return "broken"
  const variants = [...new Set(outcomes.map(({ way }) => way.variant))]
  const within = variants.map((variant) => outcomes.filter(({ way }) => way.variant === variant))
  if (within.some((group) => first(group.map(({ bits }) => bits)) >= 0)) return "threads"
  const answers = within.map((group) => tieFree ? group[0]!.picks : group[0]!.kind)
  if (first(answers) >= 0) return "variants"
  return outcomes[0]!.kind === "refused" ? "refused" : "same"
}

/** The strategies that are tried: all but the name that stands for two. */
export const names: ReadonlyArray<string> = [...registry.strategy.keys()].filter((name) => name !== "dbal")

/** A strategy with its defaults; where one column is all there is, without the normalization that would refuse it. */
const strategyFor = (name: string, { cols }: Pool): Strategy.Any => {
  // Refine with its five hundred batches takes longer than all others together.
  if (name === "refine") return Strategy.readUnsafe("refine(depth=2, batches=5)", registry)
  const normalizes = "normalize" in Options.defaults(registry.strategy.get(name)!.options)
  return Strategy.readUnsafe(cols === 1 && normalizes ? `${name}(normalize=false)` : name, registry)
}

/** Runs a cell. */
export const runCell = async (name: string, pool: Pool, ways: ReadonlyArray<Way>): Promise<Cell> => {
  const strategy = strategyFor(name, pool)
  const input = inputOf(pool, [...Strategy.needs(strategy)])
  const outcomes: Array<Outcome> = []
  for (const way of ways) {
    const asked = Effect.flatMap(Query.make(input), (query) => Strategy.runAny(strategy, query as Query.Any))
    const exit = await Effect.runPromiseExit(Effect.provideService(asked, Service, way.kernels))
    outcomes.push(outcomeOf(way, exit))
  }
  return { strategy: name, pool: pool.name, verdict: judge(outcomes, isTieFree(pool)), outcomes }
}
