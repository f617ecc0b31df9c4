/**
 * Writes the table of docs/scale.md, what each strategy does within a memory: `node scripts/scale-doc.ts`. A test compares what is committed.
 */
import { type Place, strategyPlaces } from "@marginalia/experiments/selection/places"
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { markdownTable } from "./strategies-doc/markdown-table.ts"

/** The page, from the repository's root. */
export const page = "docs/scale.md"

/** Why a part takes all vectors into memory. */
export const reasons: { readonly [part: string]: string } = {
  herding: "what one item adds is a pass over all, and before the first pick every item is asked",
  "weighted-herding": "as of `herding`",
  "forward-backward": "it works on a copy of all candidates"
}

const told = ({ parts, place, sampled }: Place): string => {
  if (place === "columns") return "its columns are in memory; the vectors are looked at once"
  if (place === "file") return "the vectors stay in their files"
  const why = parts.map((part) => `\`${part}\` (${reasons[part]})`).join(" and ")
  return `all vectors in memory where the limit allows it, else refused: ${why}${
    sampled ? "; with `reference=R` a sample of them, and the others stay in their files" : ""
  }`
}

const [start, end] = ["<!-- Written by scripts/scale-doc.ts -->", "<!-- until here -->"]

/** The page with the table as it is now. */
export const text = (now: string): string => {
  const [before = "", rest = ""] = now.split(start), [, after = ""] = rest.split(end)
  const rows = strategyPlaces().map((place) => [`\`${place.name}\``, told(place)])
  return `${before}${start}\n\n${markdownTable(["strategy", "with `--memory`"], rows).join("\n")}\n\n${end}${after}`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = fileURLToPath(new URL(`../${page}`, import.meta.url))
  writeFileSync(path, text(readFileSync(path, "utf8")))
}
