/** The ratios of before, which a run is compared with: ratios, as seconds say more of a machine than of the code. */
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import type { Outcome } from "./ratio.ts"
import { worsened } from "./ratio.ts"
import { rows } from "./rows.ts"

/** By mode and threads (`full-2`, `quick-1`), by row. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, number>>>>

/** Where it is kept. */
export const baselineFile = fileURLToPath(new URL("../baseline.json", import.meta.url))

/** How much worse than before is too much. */
export const WORSE = 1.2

/** What is kept; nothing where there is no file. */
export const readBaseline = (file = baselineFile): Baseline =>
  existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) as Baseline : {}

/** The rows that are a fifth worse than before, in words. */
export const regressions = (outcomes: ReadonlyArray<Outcome>, before: Baseline[string] = {}): ReadonlyArray<string> =>
  outcomes.flatMap(({ name, ratio }) => {
    const was = before[name], { kind = "time" } = rows.find((row) => row.name === name) ?? {}
    if (ratio === undefined || was === undefined) return []
    const by = worsened(kind, ratio, was)
    return by > WORSE
      ? [`${name}: ratio ${ratio.toFixed(3)}, was ${was.toFixed(3)}: ${Math.round(100 * (by - 1))} % worse`]
      : []
  })

/** Keeps these ratios; those of other modes and rows stay. */
export const keepBaseline = (key: string, outcomes: ReadonlyArray<Outcome>, file = baselineFile): void => {
  const before = readBaseline(file)
  const now = outcomes.flatMap(({ name, ratio }) =>
    ratio === undefined ? [] : [[name, Number(ratio.toFixed(3))] as const]
  )
  const next = { ...before, [key]: { ...before[key], ...Object.fromEntries(now) } }
  writeFileSync(file, `${JSON.stringify(next, undefined, 2)}\n`)
}
