/**
 * The presets, for `marginalia run --presets`.
 */
import { presets } from "@marginalia/experiments/preset/all"
import { entry } from "../terminal/table.ts"

/** A few lines a preset. */
export const presetsPage = (): string =>
  [...presets.values()].flatMap(({ data, frameworks, name, paper, title }) => {
    const sets = data.map(({ dataset, name = dataset }) => name).join(", ")
    const ways = Object.keys(frameworks).filter((way) => way !== "")
    return [
      ...entry(name, title, 22),
      ...entry("", `data: ${sets}${ways.length === 0 ? "" : `; frameworks: ${ways.join(", ")}`}`, 22),
      ...entry("", paper, 22),
      ""
    ]
  }).concat("marginalia run --preset NAME runs one; --data digits takes other data, --scale 0.1 makes it smaller.")
    .join("\n")
