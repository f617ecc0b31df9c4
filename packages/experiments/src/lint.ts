/**
 * Is the protocol sound? Warnings about what makes learning curves say something else than they seem to.
 */
import { Experiment, Named, type Registry, type Spec, Strategy } from "@marginalia/core"
import { counted } from "@marginalia/core/Words"
import { liesIn, placeOf, samePlace } from "@marginalia/datasets/files/same-place"
import { backendKind } from "@marginalia/models/training"
import { library } from "./engine/library.ts"
import { needsOf } from "./expand/adapt.ts"
import type { SourceFacts } from "./expand/facts.ts"
import { sizesOf, widthOf } from "./expand/facts.ts"
import { type Finding, roundsOf, taskOf, type Unit } from "./unit.ts"

/** What a rule sees: a unit of each strategy on each data set, and what is known of the data. */
interface Seen {
  readonly unit: Unit
  readonly facts: SourceFacts
  readonly strategy: Strategy.Any
  /** All its parts, recipes written out. */
  readonly specs: ReadonlyArray<Spec.Spec>
}

type Rule = (seen: Seen) => string | undefined

const initialItems = ({ initial }: Unit): number => initial.kind === "none" ? 0 : initial.items

/** Labels once the last batch is chosen. */
const mostLabels = (unit: Unit): number => initialItems(unit) + Experiment.budgetOf(unit.budget, unit.rounds)

/** All images below either folder are its items, wherever links lead. */
const folderOverlap = (name: string, poolFolder: string, testFolder: string): string | undefined => {
  const pool = placeOf(poolFolder), test = placeOf(testFolder)
  const outer = samePlace(pool, test) || liesIn(test, pool) ? "pool" : liesIn(pool, test) ? "test" : undefined
  if (outer === undefined) return undefined
  const lie = outer === "pool"
    ? "the test items lie in the pool's folder"
    : "the pool lies in the folder of the test items"
  return `${name}: ${lie}, so what is tested on is chosen from and learned`
}

/** Links are looked through. */
const sameFile = (a: string, b: string): boolean => samePlace(placeOf(a), placeOf(b))

const testOverlap: Rule = ({ unit: { data } }) => {
  const { source } = data
  if (source.kind === "known") {
    return source.test === undefined
      ? undefined
      : folderOverlap(data.name, source.dataset, source.test)
  }
  if (source.kind !== "files" || source.test === undefined || !sameFile(source.test.pool, source.pool)) return undefined
  return `${data.name}: the test items are the pool's file, so what is tested on is chosen from and learned`
}

const testEmbedding: Rule = ({ unit: { data: { embedding, name } } }) =>
  embedding.kind === "file" && embedding.test !== undefined && sameFile(embedding.test, embedding.pool)
    ? `${name}: the test items have the pool's embedding`
    : undefined

const deadDropout: Rule = ({ strategy, unit }) =>
  needsOf(strategy).has("passes") && unit.learning.network.dropout === 0
    ? `${unit.strategy.name} takes stochastic passes, and the network has no dropout: all its scores would be zero`
    : undefined

const clusterCap: Rule = ({ specs, unit }) => {
  const most = mostLabels(unit)
  const asked = specs.flatMap(({ name, options }) => [name === "kmeans" ? options["k"] : undefined, options["atMost"]])
  const cap = Math.min(...asked.filter((value) => typeof value === "number"))
  return cap < most
    ? `${unit.strategy.name} makes ${cap} clusters at most, and from ${cap} labels on none may be without a label: ` +
      `labeled + budget goes up to ${most} on ${unit.data.name}`
    : undefined
}

const smallBatch: Rule = ({ facts: { classes }, specs, unit }) => {
  const least = [unit.budget].flat().reduce((a, b) => Math.min(a, b))
  return specs.some(({ name }) => name === "per-prototype") && least < classes
    ? `${unit.strategy.name} takes an equal share of each class, and a batch of ${least} has none for some of the ` +
      `${classes} classes of ${unit.data.name}`
    : undefined
}

const asksModel = (strategy: Strategy.Any): boolean =>
  [...needsOf(strategy)].some((column) => !["embedding", "cluster", ...Strategy.groupedBy(strategy)].includes(column))

const tooMany: Rule = ({ facts, unit }) => {
  const { pool } = sizesOf(unit.data, facts), most = mostLabels(unit)
  return most > pool
    ? `${unit.data.name} has about ${pool} items to choose from, and ${most} labels are asked for: the runs end early`
    : undefined
}

const smallTest: Rule = ({ facts, unit }) => {
  const { test } = sizesOf(unit.data, facts), classes = taskOf(unit.data) === undefined ? facts.classes : 1
  return test > 0 && test < 10 * classes
    ? `${unit.data.name} is tested on about ${test} items: a difference of ${
      (100 / test).toFixed(1)
    } points is one item`
    : undefined
}

const unsteady: Rule = ({ unit: { learning: { backend } } }) => {
  const { value } = Named.readUnsafe(backendKind, backend, library())
  return value !== "auto" && value.deterministic
    ? undefined
    : `the backend ${backend} is not deterministic: runs differ from time to time, and go on otherwise after a stop`
}

/** Numbers of an image beyond which distances of pixels are no measure of what it shows: more than 28 × 28 have. */
const MANY_PIXELS = 1024

const rawPixels: Rule = ({ facts: { shape }, strategy, unit: { data } }) => {
  const width = widthOf(data, { shape } as SourceFacts)
  const compared = shape.length === 3 && data.embedding.kind === "raw" &&
    Strategy.needs(strategy, new Set()).has("embedding")
  return compared && width > MANY_PIXELS
    ? `${data.name}: images are compared by ${width} raw pixels, which takes long and says little of what they show; give an ` +
      "embedding (embedding: pca(64), or vectors of marginalia embed; marginalia encoders says what each is worth)"
    : undefined
}

const rules: { readonly [name: string]: Rule } = {
  "test-selection": testOverlap,
  "test-embedding": testEmbedding,
  "dead-dropout": deadDropout,
  "cluster-cap": clusterCap,
  "small-batch": smallBatch,
  "pool-too-small": tooMany,
  "small-test": smallTest,
  "raw-pixels": rawPixels,
  "backend": unsteady
}

/** Units that are compared, by data set and seed, must begin alike. */
const unequalStarts = (units: ReadonlyArray<Unit>): ReadonlyArray<Finding> =>
  [...Map.groupBy(units, ({ data, seed }) => JSON.stringify([data.name, seed])).values()].flatMap((group) => {
    const starts = new Set(group.map(({ budget, initial }) => JSON.stringify([initial, budget])))
    if (starts.size < 2) return []
    const { data, seed } = group[0]!
    return [{
      rule: "unequal-start",
      problem:
        `${data.name}, seed ${seed}: the strategies have other initial sets or budgets, so their curves do not compare`
    }]
  })

/** Strategies whose first batch something else chooses, told together: in a comparison of many it is most of them. */
const coldStarts = (all: ReadonlyArray<Pick<Seen, "unit" | "strategy">>): ReadonlyArray<Finding> => {
  const cold = all.filter(({ strategy, unit }) => unit.initial.kind === "none" && asksModel(strategy))
  return [...Map.groupBy(cold, ({ unit }) => unit.coldStart)].map(([coldStart, group]) => ({
    rule: "cold-start",
    problem: `before the first batch there is no classifier to ask, so ${coldStart} chooses that batch for ` +
      [...new Set(group.map(({ unit }) => unit.strategy.name))].join(", ")
  }))
}

const trainsOnce = (units: ReadonlyArray<Unit>): ReadonlyArray<Finding> =>
  units.some((unit) => roundsOf(unit) < 2)
    ? [{
      rule: "single-round",
      problem: "a curve of one round has no area; strategies are compared by their last accuracy"
    }]
    : []

/** The least p-value below which a difference is called one. */
const LEVEL = 0.05

/**
 * The fewest seeds with which the tests of a table can find anything: the exact two-sided signed-rank test of n pairs gives
 * 2^(1−n) at least, and Holm's correction of m tests multiplies the least of them by m.
 */
export const seedsNeeded = (tests: number): number => {
  let seeds = 1
  while (2 ** (1 - seeds) * tests >= LEVEL) seeds++
  return seeds
}

const fewSeeds = (units: ReadonlyArray<Unit>): ReadonlyArray<Finding> => {
  const ofData = [...Map.groupBy(units, ({ data }) => data.name).values()]
  const tests = Math.max(1, ...ofData.map((group) => new Set(group.map(({ strategy }) => strategy.name)).size - 1))
  const seeds = new Set(units.map(({ seed }) => seed)).size, needed = seedsNeeded(tests)
  if (seeds >= needed) return []
  const together = tests === 1
    ? ""
    : ` among ${tests} comparisons that are corrected together (one alone needs ${seedsNeeded(1)})`
  const problem = `${
    counted(seeds, "seed")
  }: no test can find a difference${together}, it is only told; take ${needed} or more`
  return [{ rule: "few-seeds", problem }]
}

/** Each of the `findings` once, by what it says. */
export const distinct = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> => [
  ...new Map(findings.map((finding) => [finding.problem, finding])).values()
]

/**
 * What is to be warned of in some units, each thing once. Labels to validate with are never used, scoring never
 * augments, and initial sets follow from data and seed alone; so there are no rules for what cannot happen.
 *
 * `facts` are those of the units' data sets by name, `registry` holds the strategies' parts.
 */
export const lint = (
  units: ReadonlyArray<Unit>,
  facts: ReadonlyMap<string, SourceFacts>,
  registry: Registry.Registry
): ReadonlyArray<Finding> => {
  const one = [...new Map(units.map((unit) => [`${unit.data.name}\n${unit.strategy.name}`, unit])).values()]
  const all = one.map((unit): Seen => {
    const strategy = Strategy.readUnsafe(unit.strategy.text, registry)
    return { unit, facts: facts.get(unit.data.name)!, strategy, specs: Strategy.specs(strategy) }
  })
  const found = all.flatMap((seen) =>
    Object.entries(rules).flatMap(([rule, check]): ReadonlyArray<Finding> => {
      const problem = check(seen)
      return problem === undefined ? [] : [{ rule, problem }]
    })
  )
  return distinct([...found, ...coldStarts(all), ...unequalStarts(units), ...fewSeeds(units), ...trainsOnce(units)])
}
