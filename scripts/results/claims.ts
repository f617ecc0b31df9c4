/** The claims of the papers, and a table of which hold where. */
import { Rng, Statistics } from "@marginalia/core"
import { row } from "./page.ts"
import { bySeed, type Experiment, type Measure, strategiesOf } from "./runs.ts"

/** What is said, and whose measure minus whose should be above zero. */
interface Claim {
  readonly says: string
  readonly first: ReadonlyArray<string>
  readonly second: ReadonlyArray<string>
  readonly measure: Measure
  /** Only where it speaks of long tails. */
  readonly longTail?: boolean
}

const diversity = ["coreset", "probcover", "typiclust", "supclust"]
const uncertainty = ["least-confidence", "margin", "entropy", "mc-entropy", "bald"]

const claims: ReadonlyArray<Claim> = [
  {
    says: "SUPClust beats TypiClust, most clearly on long tails",
    first: ["supclust"],
    second: ["typiclust"],
    measure: "aubc"
  },
  {
    says: "without SUP it falls below TypiClust",
    first: ["typiclust"],
    second: ["supclust without SUP"],
    measure: "aubc"
  },
  {
    says: "without typicality it fails",
    first: ["supclust"],
    second: ["supclust without typicality"],
    measure: "aubc"
  },
  {
    says: "diversity beats uncertainty at these budgets",
    first: diversity,
    second: uncertainty,
    measure: "aubc"
  },
  { says: "core-set is strong on long tails", first: ["coreset"], second: ["random"], measure: "aubc", longTail: true },
  {
    says: "MSAL-D beats least confidence",
    first: ["msal-d"],
    second: ["least-confidence"],
    measure: "aubc"
  },
  { says: "MSAL beats least confidence", first: ["msal"], second: ["least-confidence"], measure: "aubc" },
  { says: "MSAL-D beats MSAL", first: ["msal-d"], second: ["msal"], measure: "aubc" },
  { says: "CEAL by MSAL beats CEAL", first: ["ceal (MSAL)"], second: ["ceal"], measure: "aubc" },
  {
    says: "MSAL ends above entropy on long tails",
    first: ["msal"],
    second: ["entropy"],
    measure: "final",
    longTail: true
  },
  { says: "MaxHerding beats TypiClust", first: ["maxherding"], second: ["typiclust"], measure: "aubc" },
  { says: "facility location beats SUPClust", first: ["facility-location"], second: ["supclust"], measure: "aubc" },
  { says: "uncertainty herding ends above MaxHerding", first: ["uherding"], second: ["maxherding"], measure: "final" },
  { says: "DropQuery beats BADGE", first: ["dropquery"], second: ["badge"], measure: "aubc" },
  { says: "Falcun beats BADGE", first: ["falcun"], second: ["badge"], measure: "aubc" },
  { says: "BAIT beats BADGE", first: ["bait"], second: ["badge"], measure: "aubc" },
  { says: "CLUE beats k-means", first: ["clue"], second: ["kmeans"], measure: "aubc" }
]

const signed = (value: number): string => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(3)

/** Holds or not where the interval says so; else open. */
const verdict = ({ high, low }: Statistics.Interval): string => low > 0 ? "holds" : high < 0 ? "**not**" : "open"

const cell = (runs: ReadonlyArray<Statistics.Run>, claim: Claim): string => {
  const there = strategiesOf(runs)
  if (![...claim.first, ...claim.second].every((strategy) => there.has(strategy))) return ""
  const { difference, t } = Statistics.paired(
    bySeed(runs, claim.first, claim.measure),
    bySeed(runs, claim.second, claim.measure),
    { key: Rng.fromSeed(0) }
  )
  return `${verdict(t!)} ${signed(difference.mean)} [${signed(t!.low)}, ${signed(t!.high)}]`
}

/** What a table's first column says of a claim. */
const titleOf = ({ measure, says }: Claim): string => `${says} (${measure === "aubc" ? "AUBC" : "F-acc"})`

/** The cells of an experiment, a claim each. */
const column = ({ name, runs }: Experiment): ReadonlyArray<string> =>
  claims.map((claim) => claim.longTail === true && !name.includes("lt50") ? "" : cell(runs, claim))

/**
 * What a page's tables have of an experiment whose runs are not here: its cells, a claim each. Undefined where it is on no table.
 */
const kept = (page: string, name: string): ReadonlyArray<string> | undefined => {
  const rows = page.split("\n").map((line) => line.split("|").map((text) => text.trim()))
  const head = rows.findIndex((cells) => cells[1] === "claim" && cells.includes(`[${name}](${name}.md)`))
  if (head < 0) return undefined
  const at = rows[head]!.indexOf(`[${name}](${name}.md)`), below = rows.slice(head)
  return claims.map((claim) => below.find((cells) => cells[1] === titleOf(claim))?.[at] ?? "")
}

/** A table of claims, a column an experiment: those that were run, and those that the page has from earlier runs. */
export const claimTable = (
  names: ReadonlyArray<string>,
  all: ReadonlyArray<Experiment>,
  page: string
): string => {
  const columns = names.flatMap((name) => {
    const run = all.find((one) => one.name === name)
    const cells = run === undefined ? kept(page, name) : column(run)
    return cells === undefined ? [] : [{ name, cells }]
  })
  return [
    row(["claim", ...columns.map(({ name }) => `[${name}](${name}.md)`)]),
    row(["---", ...columns.map(() => "---")]),
    ...claims.map((claim, i) => row([titleOf(claim), ...columns.map(({ cells }) => cells[i]!)]))
  ].join("\n")
}
