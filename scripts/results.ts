/**
 * Which claims of the papers hold in the experiments of `docs/results`? Reads the runs that `marginalia run … --format json`
 * gave, and writes the table of claims.
 *
 *     node scripts/results.ts <folder with NAME.json> > claims.md
 */
import { Rng, Statistics } from "@marginalia/core"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** What is said, and whose measure minus whose should be above zero. */
interface Claim {
  readonly says: string
  readonly first: ReadonlyArray<string>
  readonly second: ReadonlyArray<string>
  readonly measure: "aubc" | "final"
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
  }
]

const mean = (values: ReadonlyArray<number>): number => values.reduce((a, b) => a + b, 0) / values.length

/** The measure by seed, a mean over the strategies of a group. */
const bySeed = (runs: ReadonlyArray<Statistics.Run>, group: ReadonlyArray<string>, measure: Claim["measure"]) => {
  const seeds = [...new Set(runs.map(({ seed }) => seed))].toSorted((a, b) => a - b)
  return seeds.map((seed) =>
    mean(group.map((strategy) => {
      const run = runs.find((one) => one.strategy === strategy && one.seed === seed)
      if (run === undefined) throw new Error(`there is no run of ${strategy} with seed ${seed}`)
      return Statistics.measures(run)[measure]!
    }))
  )
}

const signed = (value: number): string => (value < 0 ? "−" : "+") + Math.abs(value).toFixed(3)

/** Holds or not where the interval says so; else open. */
const verdict = ({ high, low }: Statistics.Interval): string => low > 0 ? "holds" : high < 0 ? "**not**" : "open"

const cell = (runs: ReadonlyArray<Statistics.Run>, claim: Claim): string => {
  const { difference, t } = Statistics.paired(
    bySeed(runs, claim.first, claim.measure),
    bySeed(runs, claim.second, claim.measure),
    { key: Rng.fromSeed(0) }
  )
  return `${verdict(t!)} ${signed(difference.mean)} [${signed(t!.low)}, ${signed(t!.high)}]`
}

const folder = process.argv[2]!
const names = readdirSync(folder).filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -5)).toSorted()
const experiments = names.map((name) => {
  const { runs } = JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as { runs: Array<Statistics.Run> }
  return { name, runs }
})

const row = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`
const lines = experiments.map(({ name, runs }) =>
  [
    `### ${name}`,
    "",
    row(["claim", "measure", "found"]),
    row(["---", "---", "---"]),
    ...claims.filter(({ longTail }) => longTail !== true || name.includes("lt50")).map((claim) =>
      row([claim.says, claim.measure === "aubc" ? "AUBC" : "F-acc", cell(runs, claim)])
    ),
    ""
  ].join("\n")
)
console.log(lines.join("\n"))
