/**
 * Writes `docs/results` from finished experiments: the tables and two drawings of each, which claims of the papers
 * hold in them, and how the strategies rank over them. The experiments are those of `docs/results/*.yaml` that have been
 * run; what the tables of claims have of others stays.
 *
 *     for file in docs/results/*.yaml; do npx marginalia run $file; done
 *     node scripts/results.ts [runs] [names of those whose pages are written; default all]
 */
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
import { claimTable } from "./results/claims.ts"
import { between } from "./results/page.ts"
import { rankTable } from "./results/ranks.ts"
import { type Experiment, strategiesOf } from "./results/runs.ts"

const root = resolve(import.meta.dirname, "..")
const docs = join(root, "docs", "results")
const [place = join(root, "runs"), ...published] = process.argv.slice(2)
const runs = relative(root, resolve(place))
const bin = join(root, "packages", "cli", "bin", "marginalia.mjs")

const marginalia = (...args: ReadonlyArray<string>): string =>
  execFileSync(process.execPath, [bin, ...args], { cwd: root, encoding: "utf8", maxBuffer: 2 ** 28 })

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

/** Experiments on what an encoder made of the images have a table of their own, and fewer strategies. */
const encoded = (name: string): boolean => /-(simclr|lite0)-/.test(name)

const names = readdirSync(docs).filter((file) => file.endsWith(".yaml")).map((file) => file.slice(0, -5)).toSorted()
const all = names.filter((name) => existsSync(join(root, runs, name))).map(read)
all.filter(({ name }) => published.length === 0 || published.includes(name)).forEach(publish)
let page = readFileSync(join(docs, "README.md"), "utf8")
const plain = names.filter((name) => !encoded(name))
const tables = [plain.filter((name) => name.endsWith("tiny")), plain.filter((name) => name.endsWith("small"))]
page = between(page, "claims", tables.map((some) => claimTable(some, all, page)).join("\n\n"))
page = between(page, "claims on features", claimTable(names.filter(encoded), all, page))
if (plain.every((name) => all.some((one) => one.name === name))) {
  /** Ranks among other strategies cannot be compared: of the messages and of features fewer were run. */
  const most = Math.max(...all.map(({ runs }) => strategiesOf(runs).size))
  page = between(page, "ranks", rankTable(all.filter(({ runs }) => strategiesOf(runs).size === most)))
} else console.error("the mean ranks stay as they are: not all of their experiments have been run here")
writeFileSync(join(docs, "README.md"), page)
