/** The memory of every strategy, a process each. */
import { registry } from "@marginalia/strategies"
import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Peak } from "./peak.ts"
import { environment } from "./sides.ts"

/** Items and numbers an item of the pool that the strategies choose from. */
export const SIZE = { rows: 20_000, cols: 256 } as const

/** Milliseconds that a strategy may take. */
const LIMIT = 120_000

/** What a strategy takes, or why that is not known. */
export interface Taken {
  readonly name: string
  readonly peak: Peak | undefined
  readonly problem: string | undefined
}

const one = (name: string, threads: number): Taken => {
  const script = fileURLToPath(new URL("peak.ts", import.meta.url))
  const args = ["--expose-gc", script, name, ...Object.values(SIZE).map(String), String(threads)]
  const told = spawnSync(process.execPath, args, { env: environment(threads), encoding: "utf8", timeout: LIMIT })
  if (told.error !== undefined) return { name, peak: undefined, problem: "it takes more than two minutes" }
  if (told.status === 0) return { name, peak: JSON.parse(told.stdout) as Peak, problem: undefined }
  const problem = /^(?:\w*Error|\w+): (.*)$/m.exec(told.stderr)?.[1] ?? `exit ${told.status}`
  return { name, peak: undefined, problem }
}

/** Measures all strategies of the library; where there is no `/proc` (Linux's), none. */
export const peaks = (threads: number): ReadonlyArray<Taken> =>
  process.platform === "linux" ? [...registry.strategy.keys()].map((name) => one(name, threads)) : []

const rounded = (megabytes: number): string => megabytes.toFixed(megabytes < 10 ? 1 : 0)

/** The table, as lines of Markdown. */
export const peaksTable = (taken: ReadonlyArray<Taken>): ReadonlyArray<string> => [
  "| strategy | its columns, MB | beside them at most, MB |",
  "| --- | ---: | ---: |",
  ...taken.flatMap(({ name, peak }) =>
    peak === undefined ? [] : [`| \`${name}\` | ${rounded(peak.columns)} | ${rounded(peak.beside)} |`]
  )
]

/** What is said of those that are not in the table. */
export const peaksLeft = (taken: ReadonlyArray<Taken>): ReadonlyArray<string> =>
  taken.flatMap(({ name, problem }) => problem === undefined ? [] : [`\`${name}\` (${problem})`])
