/**
 * A plan as lines for a person. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import * as Quote from "@marginalia/core/Quote"
import { counted, grouped, longTime } from "@marginalia/core/Words"
import type { SelectionPlan, SelectionRead } from "./over-file.ts"

const range = (least: string, most: string): string => least === most ? least : `${least} to ${most}`

const seconds = (value: number): string => value < 60 ? `${Number(value.toPrecision(2))} s` : longTime(value)

/** Place, what is decoded, passes, bytes, time and memory, a line each. */
export const planLines = (plan: SelectionPlan): ReadonlyArray<string> => {
  const { bytes, cols, decoded, drawn, files, limit, passes, peak, place, rows, sampled } = plan
  const where = place === "file"
    ? decoded === undefined ? "the vectors stay there" : "the vectors stay on the disk"
    : "the vectors are read into memory, which a part of the strategy needs"
  const choosing = sampled === 0
    ? ""
    : `; what is chosen among ${grouped(sampled)} rows at most takes as long as in memory`
  const then = place === "file"
    ? `from a moment that was measured${choosing}`
    : "to read them; the strategy then takes as long as in memory"
  const all = passes[1] === 1 ? "1 pass" : `${range(String(passes[0]), String(passes[1]))} passes`
  const beside = drawn[1] === 0
    ? ""
    : `, ${range(grouped(drawn[0]), grouped(drawn[1]))} rows of mini-batches at their places`
  return [
    `place: ${counted(files, "file")}, ${grouped(rows)} × ${cols}; ${where}`,
    ...(decoded === undefined ? [] : [
      `decoding: ${Quote.bytes(decoded.from)} of Parquet, once, into ${
        Quote.bytes(decoded.to)
      } of single precision on the disk, which are gone at the end`
    ]),
    `passes: ${all}${beside}, ${range(Quote.bytes(bytes[0]), Quote.bytes(bytes[1]))} read`,
    `time: about ${range(seconds(plan.seconds[0]), seconds(plan.seconds[1]))}, ${then}`,
    `memory: at most ${Quote.bytes(peak)} of ${Quote.bytes(limit)}`
  ]
}

/** What was read, and the memory that it took, a line. */
export const readLine = ({ bytes, decoded, passes, peak }: SelectionRead): string => {
  const times = Number(passes.toFixed(1)), read = `${times} ${times === 1 ? "pass" : "passes"}, ${Quote.bytes(bytes)}`
  const first = decoded === 0 ? "" : `${Quote.bytes(decoded)} of Parquet, decoded once; `
  return `read: ${first}${read}; memory at its highest: ${Quote.bytes(peak)}`
}
