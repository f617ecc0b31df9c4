/**
 * Laws of structure: a strategy is what it prints, and its trace tells what happened.
 */
import { type Selection, Spec, Strategy, type Trace } from "@marginalia/core"
import * as Effect from "effect/Effect"
import { claim, same } from "../claim.ts"
import type { Law, Setting } from "../Law.ts"
import { answer, forQueries } from "../run.ts"

const needsRegistry = ({ registry }: Setting): string | undefined =>
  registry === undefined ? "it reads a text; give the registry of its parts: lawful(strategy, { registry })" : undefined

type Reread = (strategy: Strategy.Any, setting: Setting) => Effect.Effect<Strategy.Any, unknown>

const readBack = (id: string, title: string, statement: string, reread: Reread): Law<Strategy.Any> => ({
  id,
  title,
  statement,
  kind: "structure",
  about: "strategy",
  unfit: needsRegistry,
  property: (strategy, setting) =>
    forQueries(setting, {}, async (input) => {
      const read = await Effect.runPromise(reread(strategy, setting))
      const [found, expected] = [await answer(setting, read, input), await answer(setting, strategy, input)]
      same(`picks of ${Strategy.text(read)}`, found.positions, expected.positions)
      same(`scores of ${Strategy.text(read)}`, found.scores, expected.scores)
    })
})

const fromText: Reread = (strategy, { registry }) =>
  Effect.tap(Strategy.read(Strategy.text(strategy), registry!), (read) =>
    Effect.sync(() =>
      claim(
        Strategy.text(read) === Strategy.text(strategy),
        () => `"${Strategy.text(strategy)}" is printed as "${Strategy.text(read)}" after reading`
      )
    ))

const fromJson: Reread = (strategy, { registry }) =>
  Strategy.readJson(JSON.parse(JSON.stringify(Strategy.json(strategy))), registry!)

/** The printed selectors of a tree: where they stand in a trace, a pipeline ends. */
const selectorsOf = (strategy: Strategy.Any): ReadonlyArray<string> =>
  strategy.node._tag === "Pipeline"
    ? [Spec.print(strategy.node.select.spec)]
    : Strategy.children(strategy).flatMap(selectorsOf)

/** Claims that candidates never grow within a pipeline, except where a filter was dropped. */
const shrinks = (trace: ReadonlyArray<Trace.Entry>, selectors: ReadonlySet<string>, most: number): void => {
  let before = most
  for (const { candidates, milliseconds, status, step } of trace) {
    claim(milliseconds >= 0 && Number.isFinite(milliseconds), () => `${step} took ${milliseconds} ms`)
    claim(candidates <= most, () => `${candidates} candidates after ${step}, of ${most} at the start`)
    const grows = candidates > before && status !== "widened"
    claim(!grows, () => `${candidates} candidates after ${step}, and ${before} before it`)
    before = status === "branch" || status === "failed" || selectors.has(step) ? most : candidates
  }
}

const counted = (trace: ReadonlyArray<Trace.Entry>, selectors: ReadonlySet<string>): number =>
  trace.filter(({ status, step }) => status === "ran" && selectors.has(step)).reduce(
    (sum, one) => sum + one.candidates,
    0
  )

const tells = (strategy: Strategy.Any, { positions, trace }: Selection, candidates: number): void => {
  const selectors = new Set(selectorsOf(strategy))
  shrinks(trace, selectors, candidates)
  const picks = counted(trace, selectors)
  claim(picks === positions.length, () => `the trace counts ${picks} picks and there are ${positions.length}`)
  if (strategy.node._tag !== "Pipeline") return
  const expected = [...strategy.node.steps.map((step) => Spec.print(step.spec)), ...selectors]
  const found = trace.slice(0, expected.length).map(({ step }) => step)
  claim(found.join(" | ") === expected.join(" | "), () => `the trace tells of ${found.join(" | ")}`)
}

const trace: Law<Strategy.Any> = {
  id: "trace",
  title: "the trace tells what happened",
  statement: "The trace names every step in order; candidates never grow from step to step, except where a filter was "
    + "dropped; the selectors' picks add up to the answer.",
  kind: "structure",
  about: "strategy",
  property: (strategy, setting) =>
    forQueries(setting, {}, async (input) => {
      const labeled = new Set(Array.from(input.labeled ?? []))
      const all = Array.from(input.candidates ?? { length: input.size }, (x, i) => x ?? i)
      const free = all.filter((position) => !labeled.has(position))
      tells(strategy, await answer(setting, strategy, input), free.length)
    })
}

/** The laws. */
export const written: ReadonlyArray<Law<Strategy.Any>> = [
  readBack(
    "text",
    "the text reads back",
    "The strategy read from its text prints the same text, and gives the same picks and scores.",
    fromText
  ),
  readBack(
    "json",
    "the JSON form reads back",
    "The strategy read from its JSON form, through a file, gives the same picks and scores.",
    fromJson
  ),
  readBack(
    "expanded",
    "a recipe is what it expands to",
    "The strategy read from its text with every recipe written out gives the same picks and scores.",
    (strategy, { registry }) => Strategy.read(Strategy.expanded(strategy), registry!)
  ),
  trace
]
