/**
 * Several experiments as one: two runs, or two versions of a strategy.
 */
import type { Loaded, Side } from "./loaded.ts"
import { listed } from "./numbers.ts"

/** The last part of each path, where these differ; else the paths as they are, without a slash at the end. */
export const labelsOf = (paths: ReadonlyArray<string>): ReadonlyArray<string> => {
  const whole = paths.map((path) => path.replace(/[\\/]+$/, "") || path)
  const short = whole.map((path) => path.split(/[\\/]/).at(-1)!)
  return new Set(short).size === short.length ? short : whole
}

/** What a `strategy` is called on a side, by its `label`. */
export const sideName = (strategy: string, label: string): string => `${strategy} (${label})`

/** One experiment of the several: the first names the control; what the linter said of each is told. */
const experimentOf = (sides: ReadonlyArray<Side>): Loaded["experiment"] => {
  const [first] = sides
  if (first === undefined) return undefined
  const scaled = sides.find(({ experiment }) => experiment.scaled !== null)?.experiment.scaled ?? null
  return {
    ...first.experiment,
    name: listed(sides.map(({ label }) => label)),
    scaled,
    control: sideName(first.experiment.control, first.label),
    findings: sides.flatMap(({ experiment, label }) =>
      experiment.findings.map(({ problem, rule }) => ({ rule, problem: `${label}: ${problem}` }))
    )
  }
}

/**
 * What was read of several experiments, `all`, as one, strategies in the order of the experiments, and of each strategy the sides one after the
 * other. `labels` are the experiments' names, no two alike.
 */
export const beside = (all: ReadonlyArray<Loaded>, labels: ReadonlyArray<string>): Loaded => {
  const runs = all.flatMap(({ runs }, side) => {
    const label = labels[side]!
    return runs.map((run) => ({
      ...run,
      file: `${label}/${run.file}`,
      strategy: sideName(run.strategy, label),
      side: { label, strategy: run.strategy, number: side }
    }))
  })
  const order = [...new Set(runs.map(({ side: { strategy } }) => strategy))]
  const sides = all.flatMap(({ experiment }, i) => experiment === undefined ? [] : [{ label: labels[i]!, experiment }])
  return {
    experiment: experimentOf(sides),
    sides,
    runs: runs.toSorted((a, b) =>
      order.indexOf(a.side.strategy) - order.indexOf(b.side.strategy) || a.side.number - b.side.number
    ),
    remarks: all.flatMap(({ remarks }, i) => remarks.map((remark) => `${labels[i]!}: ${remark}`))
  }
}
