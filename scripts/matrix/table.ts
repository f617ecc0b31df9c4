/** The matrix in words: a table of strategies by pools, and the cells that disagree. */
import type { Cell, Outcome, Verdict } from "./cells.ts"

const marks: { readonly [V in Verdict]: string } = { same: "·", refused: "r", threads: "T", variants: "V", broken: "X" }

/** What the marks mean. */
export const legend =
  "· the same everywhere   r refused everywhere   T depends on threads   V depends on the build   X breaks"

/** Whether a cell holds. */
export const holds = ({ verdict }: Cell): boolean => verdict === "same" || verdict === "refused"

/** One line a strategy, one column a pool; pools by number and name. */
export const table = (
  cells: ReadonlyArray<Cell>,
  pools: ReadonlyArray<readonly [at: number, name: string]>
): string => {
  const strategies = [...new Set(cells.map(({ strategy }) => strategy))]
  const width = Math.max(...strategies.map((name) => name.length))
  const verdicts = new Map(cells.map(({ pool, strategy, verdict }) => [`${strategy}\n${pool}`, verdict]))
  const markOf = (strategy: string, pool: string): string => {
    const verdict = verdicts.get(`${strategy}\n${pool}`)
    return (verdict === undefined ? " " : marks[verdict]).padStart(3)
  }
  return [
    `${"".padEnd(width)}${pools.map(([at]) => String(at).padStart(3)).join("")}`,
    ...strategies.map((name) => name.padEnd(width) + pools.map(([, pool]) => markOf(name, pool)).join("")),
    ...pools.map(([at, pool]) => `${String(at).padStart(4)} ${pool}`),
    legend
  ].join("\n")
}

const short = (text: string): string => text.length > 100 ? `${text.slice(0, 100)} …` : text

const way = ({ way: { threads, variant } }: Outcome): string =>
  `${variant}, ${threads} thread${threads === 1 ? "" : "s"}`

/** A cell that disagrees: the answers that differ, each with the first way that gave it. */
export const describeCell = ({ outcomes, pool, strategy, verdict }: Cell): string => {
  const seen = new Map<string, Outcome>()
  for (const outcome of outcomes) {
    const key = verdict === "variants" ? outcome.picks : `${outcome.way.variant} ${outcome.bits}`
    if (!seen.has(key)) seen.set(key, outcome)
  }
  const lines = [...seen.values()].map((outcome) => `  ${way(outcome)}: ${short(outcome.picks)} (${outcome.bits})`)
  return [`${marks[verdict]} ${strategy} on "${pool}"`, ...lines].join("\n")
}
