/**
 * The section that says how to get the same numbers again.
 */
import type { Analysis } from "../analysis.ts"
import type { Side, UnitRun } from "../read.ts"
import { type Html, html } from "./html.ts"
import { details, table } from "./parts.ts"

const pretty = (value: unknown): Html => html`<pre tabindex="0">${JSON.stringify(value, undefined, 2)}</pre>`

/** One unit of each strategy and data set: the others differ in their seeds. */
const examples = (runs: ReadonlyArray<UnitRun>): ReadonlyArray<UnitRun> =>
  [...Map.groupBy(runs, ({ dataset, strategy }) => JSON.stringify([dataset, strategy])).values()].map(([run]) => run!)

const settings = (run: UnitRun): unknown => run.unit ?? { ...run.config, initial: undefined }

const journals = (runs: ReadonlyArray<UnitRun>): Html =>
  table({
    caption: "Journals; the digest is of everything in a journal but the times",
    head: ["file", "seed", "rounds", "digest"],
    rows: runs.map((
      { digest, file, rounds, seed }
    ) => [file, seed, rounds.length, html`<code>${digest.slice(0, 16)}</code>`])
  })

const hashes = (runs: ReadonlyArray<UnitRun>): Html => {
  const byData = Map.groupBy(runs, ({ config, dataset }) => JSON.stringify([dataset, config.data]))
  const rows = [...byData.values()].flatMap(([run]) =>
    Object.entries(run!.config.data).map(([name, hash]) => [
      run!.dataset,
      name,
      String(run!.config.size),
      html`<code>${hash}</code>`
    ])
  )
  return table({ caption: "Data, by the sha256 of their numbers", head: ["data", "column", "items", "sha256"], rows })
}

/** What the report was made with. */
export interface Made {
  readonly version: string
  /** The command line, as it can be given again. */
  readonly command: string
}

/** Every version that runs name, and how many of them do. */
const versionsOf = (runs: ReadonlyArray<UnitRun>): Html | undefined => {
  const all = runs.flatMap(({ config: { facts: { versions } } }) =>
    typeof versions === "object" && versions !== null
      ? Object.entries(versions).filter(([, version]) => typeof version === "string")
      : []
  )
  const counts = Map.groupBy(all, ([name, version]) => JSON.stringify([name, version]))
  const rows = [...counts].map(([key, { length }]) => [...JSON.parse(key) as ReadonlyArray<string>, String(length)])
  return rows.length === 0
    ? undefined
    : table({ caption: "Versions that the journals name", head: ["package", "version", "units"], rows })
}

const began = ({ command }: Side["experiment"]): Html | undefined =>
  command === undefined ? undefined : html`<p>It was begun by this, but for the folder where one was named:</p>
<pre tabindex="0">${command}</pre>`

const ranBy = (name: string, experiment: Side["experiment"]): Html =>
  html`<p>${name} was run by marginalia ${experiment.version}${
    experiment.preset !== null && html`, from the preset <code>${experiment.preset}</code>`
  }.</p>
${began(experiment)}`

const origin = ({ experiment, sides }: Analysis["loaded"]): Html => {
  if (sides !== undefined) return html`${sides.map(({ experiment: one, label }) => ranBy(label, one))}`
  return experiment === undefined
    ? html`<p>The journals were given one by one.</p>`
    : ranBy("The experiment", experiment)
}

/** Versions, units, hashes, commands. */
export const reproduce = ({ loaded }: Analysis, { command, version }: Made): Html => {
  const { runs } = loaded
  return html`${origin(loaded)}<p>This page was made by marginalia ${version}:</p>
<pre tabindex="0">${command}</pre>
${versionsOf(runs)}
${
    details(
      "The settings of each strategy",
      examples(runs).map((run) => html`<h3>${run.strategy} on ${run.dataset}</h3>${pretty(settings(run))}`)
    )
  }
${details("What the runs depended on besides", examples(runs).slice(0, 1).map(({ config }) => pretty(config.facts)))}
${details("Hashes of the data", hashes(runs))}
${details("Digests of the journals", journals(runs))}`
}
