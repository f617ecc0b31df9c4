/**
 * From what was asked for to units: every strategy on every data set with every seed.
 */
import type { Registry } from "@marginalia/core"
import { grouped } from "@marginalia/core/Words"
import * as Effect from "effect/Effect"
import * as Path from "effect/Path"
import { lookAhead } from "../data/look.ts"
import type { StrategyWord } from "../file/form.ts"
import { ConfigIssue, every, type Path as Way, unknownName } from "../file/mistake.ts"
import { experimentFile, refused } from "../file/read.ts"
import { stopFindings } from "../file/stop.ts"
import { readStrategy } from "../file/strategy-text.ts"
import { limits } from "../limits.ts"
import { presets } from "../preset/all.ts"
import type { Preset } from "../preset/preset.ts"
import type { Finding, Source, Unit } from "../unit.ts"
import { adapted, needsOf } from "./adapt.ts"
import { batchesOf, inItems } from "./batches.ts"
import { controlOf } from "./control.ts"
import { dataOf, embeddingOf, oracleOf, sourceOf } from "./data.ts"
import { entriesOf, type Entry } from "./entries.ts"
import { type SourceFacts, sourceFacts } from "./facts.ts"
import { checkGroups, withGroups } from "./groups.ts"
import type { Request } from "./request.ts"
import { scaled } from "./scale.ts"
import { checkServed, linearOf, withTask } from "./task.ts"

/** Enough for the tests of a table of two dozen strategies to find something. */
const SEEDS = 10

/** The units of an experiment, and what is to be said of them. */
export interface Expanded {
  /** The experiment's name. */
  readonly name: string
  /** The preset's name, if there is one. */
  readonly preset: string | null
  /** By what budgets, pools, widths, epochs and seeds were shrunk, if they were. */
  readonly scaled: number | null
  /** The strategy that the others are compared with. */
  readonly control: string
  /** The paths of the plugins. */
  readonly plugins: ReadonlyArray<string>
  /** What is to be warned of. */
  readonly findings: ReadonlyArray<Finding>
  readonly units: ReadonlyArray<Unit>
  /** By the name of a data set. */
  readonly facts: ReadonlyMap<string, SourceFacts>
}

const presetOf = ({ file, preset }: Request): Preset | undefined => {
  const name = preset ?? file?.file.preset
  if (name === undefined) return undefined
  const found = presets.get(name)
  if (found === undefined) throw unknownName(["preset"], "preset", name, presets.keys())
  return found
}

const strategiesOf = (request: Request, preset: Preset | undefined, dataset: string): ReadonlyArray<StrategyWord> => {
  const { file, strategies } = request
  if (strategies.length > 0) return experimentFile({ strategies }).strategies!
  const found = file?.file.strategies ?? experimentFile({ strategies: preset?.strategies(dataset) ?? [] }).strategies ??
    []
  if (found.length === 0) {
    throw new ConfigIssue(["strategies"], "there are no strategies; write strategies: [random, supclust]")
  }
  const twice = found.find(({ name }, i) => found.findIndex((one) => one.name === name) < i)
  if (twice === undefined) return found
  throw new ConfigIssue(["strategies"], `two strategies are called ${twice.name}; give one a name: of its own`)
}

/** What is made of each, or all that is wrong in them. */
const together = <A, B>(list: ReadonlyArray<A>, f: (one: A, i: number) => B): ReadonlyArray<B> =>
  Object.values(every(Object.fromEntries(list.map((one, i) => [`_${i}`, () => f(one, i)])))) as ReadonlyArray<B>

/** What the units come to, before they are made. */
interface Sizes {
  units: number
  trainings: number
}

const checkSizes = ({ trainings, units }: Sizes): void => {
  if (units > limits.units.most) {
    const problem = `strategies, data sets and seeds make ${grouped(units)} units; ${
      grouped(limits.units.most)
    } are run`
    throw new ConfigIssue(["seeds"], `${problem} at most, so take fewer seeds, or several files`)
  }
  if (trainings > limits.trainings.most) {
    const problem = `${grouped(units)} units with their rounds make ${grouped(trainings)} trainings`
    throw new ConfigIssue(
      ["rounds"],
      `${problem}; ${grouped(limits.trainings.most)} are run at most, so take fewer rounds`
    )
  }
}

/** The strategies that a data set's items are chosen by, the cold start among them. */
const strategiesIn = (entry: Entry, request: Request, preset: Preset | undefined, registry: Registry.Registry) => [
  readStrategy(request.file?.file.coldStart ?? "random", registry, ["coldStart"]),
  ...together(
    strategiesOf(request, preset, entry.word.dataset ?? ""),
    ({ text }, i) => readStrategy(text, registry, pathOf(request, i))
  )
]

/** Where a strategy stands in the file. */
const pathOf = (request: Request, i: number): Way =>
  request.file?.file.strategies === undefined ? ["strategies"] : ["strategies", i]

/** One data set's units, and what was changed for strategies' sakes. */
const unitsOf = (
  entry: Entry,
  { facts, source }: { readonly facts: SourceFacts; readonly source: Source },
  request: Request,
  preset: Preset | undefined,
  registry: Registry.Registry,
  resolve: (path: string) => string,
  sizes: Sizes
) => {
  const { initial, learner, radius, stop } = entry.settings, { classes } = facts
  const { batches, items } = batchesOf(entry, classes)
  const data = dataOf(entry, source, facts, resolve)
  const words = strategiesOf(request, preset, entry.word.dataset ?? "")
  const oracle = oracleOf(entry, classes, resolve)
  const coldStart = request.file?.file.coldStart ?? "random"
  const first = readStrategy(coldStart, registry, ["coldStart"])
  checkGroups(first, facts, entry, ["coldStart"])
  checkServed(first, entry, ["coldStart"])
  const findings: Array<Finding> = []
  const strategies = together(words, (word, i) => {
    const path = pathOf(request, i), strategy = readStrategy(word.text, registry, path)
    checkGroups(strategy, facts, entry, path)
    checkServed(strategy, entry, path)
    const fit = adapted(word.learner ?? learner, { name: word.name, needs: needsOf(strategy) }, radius, path)
    findings.push(...fit.findings)
    const { fixed: _, ...learning } = fit.learner
    if (learning.on === "images" && facts.shape.length !== 3) {
      throw new ConfigIssue(
        [...entry.path, "learner"],
        `${entry.word.name} has vectors, and the learner learns on images`
      )
    }
    return { strategy: { name: word.name, text: word.text }, learning }
  })
  const seeds = request.seeds === undefined
    ? request.file?.file.seeds ?? experimentFile({ seeds: preset?.words["seeds"] ?? SEEDS }).seeds!
    : Array.from({ length: request.seeds }, (_, seed) => seed)
  const { scale } = request
  const kept = scale === undefined || request.seeds !== undefined
    ? seeds
    : seeds.slice(0, Math.max(1, Math.round(seeds.length * scale)))
  sizes.units += kept.length * strategies.length
  sizes.trainings += kept.length * strategies.length * batches
  checkSizes(sizes)
  findings.push(...stopFindings(stop))
  const units = kept.flatMap((seed) =>
    strategies.map(({ learning, strategy }): Unit => {
      const unit: Unit = {
        data,
        learning,
        ...linearOf(entry),
        strategy,
        coldStart,
        oracle,
        budget: items,
        rounds: batches,
        initial: initial.kind === "none" ? initial : { kind: initial.kind, items: inItems(initial.items, classes) },
        seed,
        ...(stop === "never" ? {} : { stop })
      }
      return scale === undefined ? unit : scaled(unit, scale, facts)
    })
  )
  return { units, findings }
}

const distinct = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> => [
  ...new Map(findings.map((finding) => [`${finding.rule} ${finding.problem}`, finding])).values()
]

const attempt = <A>(request: Request, f: () => A) =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(f())
    } catch (error) {
      return Effect.fail(refused(request.file ?? { path: "the command line", placeOf: () => undefined }, error))
    }
  })

const nameOf = ({ file, preset }: Request, paths: Path.Path): string => {
  if (file === undefined) return preset ?? "experiment"
  return file.file.name ?? paths.basename(file.path).replace(/\.ya?ml$/, "")
}

/**
 * From what was asked for to units: every strategy on every data set with every seed.
 *
 * `request` is what a file or flags say; `registry` holds the strategies' parts. Fails with `ExperimentFileError` on
 * what cannot be run, all before anything is trained, and as files and data sets do that have to be read to know how
 * many classes there are, with `EncoderError` before they are where an encoder could not begin: `DatasetError`, `InvalidInput`, `FileProblem`, `UsageProblem` for a scope that cannot be; `InvalidName` and `InvalidOptions` are for
 * what is named and is not known.
 */
export const expand = Effect.fn("expand")(function*(request: Request, registry: Registry.Registry) {
  const paths = yield* Path.Path
  const base = request.file === undefined ? request.cwd : paths.dirname(paths.resolve(request.file.path))
  const resolve = (path: string) => paths.resolve(base, path)
  const preset = yield* attempt(request, () => presetOf(request))
  const entries = yield* attempt(request, () => entriesOf(request, preset).map(withTask))
  const sizes: Sizes = { units: 0, trainings: 0 }
  const found = yield* Effect.forEach(entries, (entry) =>
    Effect.gen(function*() {
      const { embedding, source } = yield* attempt(request, () => ({
        source: withGroups(sourceOf(entry, resolve), strategiesIn(entry, request, preset, registry)),
        embedding: embeddingOf(entry.settings.embedding, resolve)
      }))
      yield* lookAhead(embedding)
      const facts = yield* sourceFacts(source)
      const made = yield* attempt(request, () =>
        unitsOf(entry, { facts, source }, request, preset, registry, resolve, sizes))
      return { ...made, facts, name: entry.word.name! }
    }))
  const units = found.flatMap((one) => one.units)
  const remarks = (preset?.remarks ?? []).map((problem): Finding => ({ rule: "preset", problem }))
  return {
    name: nameOf(request, paths),
    preset: preset?.name ?? null,
    scaled: request.scale ?? null,
    control: yield* attempt(request, () => controlOf(request, preset, units)),
    plugins: (request.file?.file.plugins ?? []).map(resolve),
    findings: [...distinct(found.flatMap((one) => one.findings)), ...remarks],
    units,
    facts: new Map(found.map(({ facts, name }) => [name, facts]))
  } satisfies Expanded as Expanded
})
