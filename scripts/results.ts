/**
 * Writes `docs/results` from finished experiments: the tables and two drawings of each, which claims of the papers
 * hold in them, and how the strategies rank over them. The experiments are those of `docs/results/*.yaml` that have been run.
 *
 *     for file in docs/results/*.yaml; do npx marginalia run $file; done
 *     node scripts/results.ts [runs] [names of those whose pages are written; default all]
 */
import { Rng, Statistics } from "@marginalia/core"
import { execFileSync } from "node:child_process"
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { join, relative, resolve } from "node:path"

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
  },
  { says: "MaxHerding beats TypiClust", first: ["maxherding"], second: ["typiclust"], measure: "aubc" },
  { says: "facility location beats SUPClust", first: ["facility-location"], second: ["supclust"], measure: "aubc" },
  { says: "uncertainty herding ends above MaxHerding", first: ["uherding"], second: ["maxherding"], measure: "final" },
  { says: "DropQuery beats BADGE", first: ["dropquery"], second: ["badge"], measure: "aubc" },
  { says: "Falcun beats BADGE", first: ["falcun"], second: ["badge"], measure: "aubc" },
  { says: "BAIT beats BADGE", first: ["bait"], second: ["badge"], measure: "aubc" },
  { says: "CLUE beats k-means", first: ["clue"], second: ["kmeans"], measure: "aubc" }
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
  const there = strategiesOf(runs)
  if (![...claim.first, ...claim.second].every((strategy) => there.has(strategy))) return ""
  const { difference, t } = Statistics.paired(
    bySeed(runs, claim.first, claim.measure),
    bySeed(runs, claim.second, claim.measure),
    { key: Rng.fromSeed(0) }
  )
  return `${verdict(t!)} ${signed(difference.mean)} [${signed(t!.low)}, ${signed(t!.high)}]`
}

const root = resolve(import.meta.dirname, "..")
const docs = join(root, "docs", "results")
const [place = join(root, "runs"), ...published] = process.argv.slice(2)
const runs = relative(root, resolve(place))
const bin = join(root, "packages", "cli", "bin", "marginalia.mjs")

const marginalia = (...args: ReadonlyArray<string>): string =>
  execFileSync(process.execPath, [bin, ...args], { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 })

interface Experiment {
  readonly name: string
  readonly runs: ReadonlyArray<Statistics.Run>
}

const read = (name: string): Experiment => {
  const text = marginalia("run", join(runs, name), "--resume", "--format", "json", "--quiet")
  return { name, runs: (JSON.parse(text) as Experiment).runs }
}

const drawings = ["accuracy", "differences"] as const

/** The command says where it was run; here it says what one would type. */
const reproduce = (name: string): string =>
  `\`\`\`sh\nmarginalia run docs/results/${name}.yaml\nmarginalia report runs/${name} --out report --no-map\n\`\`\`\n`

/** The experiment's page: the tables of its report, and two of its drawings. */
const publish = ({ name, runs: [first] }: Experiment): void => {
  mkdirSync(join(root, "runs"), { recursive: true })
  const report = mkdtempSync(join(root, "runs", "report-"))
  marginalia("report", join(runs, name), "--out", report, "--no-map", "--quiet")
  for (const drawing of drawings) {
    copyFileSync(join(report, "plots", `${first!.dataset}-${drawing}.svg`), join(docs, `${name}-${drawing}.svg`))
  }
  const text = readFileSync(join(report, "results.md"), "utf8")
    .replace(
      `(plots/${first!.dataset}-accuracy.svg)`,
      `(${name}-accuracy.svg)\n\n![Paired differences](${name}-differences.svg)`
    )
    .replace(/```sh\n[^`]*```\n?/, reproduce(name))
  writeFileSync(join(docs, `${name}.md`), text)
  rmSync(report, { recursive: true })
}

const row = (cells: ReadonlyArray<string>): string => `| ${cells.join(" | ")} |`

/** A table of claims, a column an experiment. */
const table = (experiments: ReadonlyArray<Experiment>): string =>
  [
    row(["claim", ...experiments.map(({ name }) => `[${name}](${name}.md)`)]),
    row(["---", ...experiments.map(() => "---")]),
    ...claims.map((claim) =>
      row([
        `${claim.says} (${claim.measure === "aubc" ? "AUBC" : "F-acc"})`,
        ...experiments.map(({ name, runs }) =>
          claim.longTail === true && !name.includes("lt50") ? "" : cell(runs, claim)
        )
      ])
    )
  ].join("\n")

const strategiesOf = (runs: ReadonlyArray<Statistics.Run>): ReadonlySet<string> =>
  new Set(runs.map(({ strategy }) => strategy))

/** How often seeds are drawn again for an interval of a mean rank. */
const DRAWS = 2000

/** By strategy, its measure of each seed, in one experiment. */
type Scores = ReadonlyMap<string, ReadonlyArray<number>>

const scoresOf = ({ runs }: Experiment, strategies: ReadonlyArray<string>): Scores =>
  new Map(strategies.map((strategy) => [strategy, bySeed(runs, [strategy], "aubc")]))

/** The mean rank of each strategy over experiments, whose seeds are told by `draw`. */
const meanRanks = (experiments: ReadonlyArray<Scores>, draw: (seeds: number, experiment: number) => Uint32Array) =>
  Statistics.averageRanks(experiments.map((scores, e) => {
    const at = draw(scores.values().next().value!.length, e)
    return Array.from(scores.values(), (values) => mean(Array.from(at, (seed) => values[seed]!)))
  }))

/** Mean ranks over experiments of the same strategies, with intervals over draws of their seeds. */
const rankTable = (experiments: ReadonlyArray<Experiment>): string => {
  const strategies = [...strategiesOf(experiments[0]!.runs)]
  const scores = experiments.map((experiment) => scoresOf(experiment, strategies))
  const observed = meanRanks(scores, (seeds) => Uint32Array.from({ length: seeds }, (_, i) => i))
  const key = Rng.fromSeed(0)
  const drawn = Array.from({ length: DRAWS }, (_, n) =>
    meanRanks(scores, (seeds, e) => {
      const own = Rng.derive(Rng.derive(key, n), e)
      return Uint32Array.from({ length: seeds }, (_, i) => Rng.integer(own, i, seeds))
    }))
  const rows = strategies.map((strategy, i) => {
    const sorted = drawn.map((ranks) => ranks[i]!).toSorted((a, b) => a - b)
    const [low, high] = [0.025, 0.975].map((share) => sorted[Math.floor(share * DRAWS)]!)
    return {
      rank: observed[i]!,
      cells: [strategy, observed[i]!.toFixed(1), `[${low!.toFixed(1)}, ${high!.toFixed(1)}]`]
    }
  })
  return [
    row(["strategy", "mean rank", "95 %"]),
    row(["---", "---:", "---"]),
    ...rows.toSorted((a, b) => a.rank - b.rank).map(({ cells }) => row(cells))
  ].join("\n")
}

/** Puts lines between two marks of a page. */
const between = (page: string, mark: string, text: string): string => {
  const start = `<!-- ${mark} -->\n`,
    [before, after] = [page.indexOf(start) + start.length, page.indexOf(`\n<!-- end of ${mark} -->`)]
  return `${page.slice(0, before)}\n${text}\n${page.slice(after)}`
}

const names = readdirSync(docs).filter((file) => file.endsWith(".yaml")).map((file) => file.slice(0, -5)).toSorted()
const all = names.filter((name) => existsSync(join(root, runs, name))).map(read)
all.filter(({ name }) => published.length === 0 || published.includes(name)).forEach(publish)
const tables = ["tiny", "small"]
  .map((budget) => all.filter(({ name }) => name.endsWith(budget)))
  .filter((some) => some.length > 0)
const page = readFileSync(join(docs, "README.md"), "utf8")
const claimed = between(page, "claims", tables.map(table).join("\n\n"))
/** Ranks among other strategies cannot be compared: of the messages fewer were run. */
const most = Math.max(...all.map(({ runs }) => strategiesOf(runs).size))
const ranked = all.filter(({ runs }) => strategiesOf(runs).size === most)
writeFileSync(join(docs, "README.md"), between(claimed, "ranks", rankTable(ranked)))
