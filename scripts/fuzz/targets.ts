/** All readers and parsers that are fuzzed. */
import type { Target } from "./target.ts"
import { archives } from "./targets/archives.ts"
import { journals } from "./targets/journals.ts"
import { modelTargets } from "./targets/models.ts"
import { sets } from "./targets/sets.ts"
import { tables } from "./targets/tables.ts"
import { texts } from "./targets/texts.ts"

/** See the module. */
export const targets: ReadonlyArray<Target> = [...tables, ...archives, ...sets, ...modelTargets, ...texts, ...journals]

/** How many inputs each target has of so many in all: by its share, one at least. */
export const amounts = (chosen: ReadonlyArray<Target>, inputs: number): ReadonlyArray<number> => {
  const total = chosen.reduce((sum, { share = 10 }) => sum + share, 0)
  return chosen.map(({ share = 10 }) => Math.max(1, Math.ceil(inputs * share / total)))
}
