/** Whether every public export is told completely. */
import { textOf } from "../sources.ts"
import { unionsOf } from "./failures.ts"
import { lacking } from "./rules.ts"
import type { Module } from "./surface.ts"
import { type Throwers, throwers } from "./throws.ts"

/** The exports that a reader meets first, by their module's source: each shows an example. */
export const shown: { readonly [file: string]: ReadonlyArray<string> } = {
  "packages/core/src/promise.ts": ["select", "selectSync"],
  "packages/core/src/Query.ts": ["make"],
  "packages/core/src/Matrix.ts": ["make"],
  "packages/core/src/Filter.ts": ["keepTop"],
  "packages/core/src/Metrics.ts": ["of"],
  "packages/core/src/Rng.ts": ["derive"],
  "packages/core/src/score/score.ts": ["define"],
  "packages/core/src/strategy/combinators.ts": ["make"],
  "packages/core/src/statistics/compare.ts": ["compare"],
  "packages/core/src/statistics/wilcoxon.ts": ["signedRank"],
  "packages/core/src/text/read.ts": ["read"],
  "packages/strategies/src/recipe/supclust.ts": ["supclust"],
  "packages/strategies/src/registry.ts": ["registry"],
  "packages/models/src/encoder/plan.ts": ["defineEncoder"],
  "packages/datasets/src/long-tail.ts": ["longTailCounts"],
  "packages/datasets/src/labels/write.ts": ["writeLabels"],
  "packages/experiments/src/prepare.ts": ["prepareExperiment"],
  "packages/testkit/src/lawful.ts": ["lawful"],
  "packages/cli/src/run.ts": ["run"]
}

/** Each export that lacks something, once: its file, its name, and what is lacking. */
export const incomplete = (modules: ReadonlyArray<Module>): ReadonlyArray<string> => {
  const seen = new Set<string>(), throwing = new Map<string, Throwers>()
  const throwsIn = (file: string): Throwers => {
    const known = throwing.get(file) ?? throwers(file)
    throwing.set(file, known)
    return known
  }
  const silent = modules.filter(({ comment }) => comment === "").map(({ file }) => `${file}: the module has no comment`)
  const exports = modules.flatMap((module) => module.exports)
  const unions = unionsOf(modules), names = new Set(exports.map(({ local }) => local))
  const known = new Set(exports.map(({ file, local }) => `${file}: ${local}`))
  const gone = Object.entries(shown).flatMap(([file, names]) =>
    names.map((name) => `${file}: ${name}`).filter((at) => !known.has(at)).map((at) => `${at}: is no export any more`)
  )
  const lines = exports.flatMap((one) => {
    const at = `${one.file}: ${one.local}`
    if (seen.has(at)) return []
    seen.add(at)
    const example = shown[one.file]?.includes(one.local) === true
    const missing = lacking(one, {
      throws: throwsIn(one.file).get(one.local),
      example,
      unions,
      shown: names,
      source: textOf(one.file)
    })
    return missing.length === 0 ? [] : [`${at}: ${missing.join("; ")}`]
  })
  return [...silent, ...gone, ...lines]
}
