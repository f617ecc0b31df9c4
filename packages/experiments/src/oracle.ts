/**
 * Who answers in a unit.
 */
import { blind } from "./blind.ts"
import { contentOf } from "./data/content.ts"
import type { UnitData } from "./data/load.ts"
import { library } from "./engine/library.ts"
import { type OracleLayer, ownOracle } from "./oracle/word.ts"
import { costly, fileExchange, knownLabels, noisyLabels } from "./oracles.ts"
import type { Unit } from "./unit.ts"

export type { OracleLayer }

/**
 * The oracle of a unit; `terminal` is the one of the terminal, which only the first process has. Throws
 * `InvalidOptions` on a confusion matrix or prices that do not fit the classes.
 *
 * `data` holds the labels that it tells; `answers` is a file in which a model's answers may be kept (default: there is none).
 */
export const oracleOf = (
  { oracle, seed }: Unit,
  data: UnitData,
  terminal: OracleLayer | undefined,
  answers?: string
): OracleLayer => {
  const { classNames, ids, labels } = data
  switch (oracle.kind) {
    case "known":
      return knownLabels(labels)
    case "noisy":
      return noisyLabels({ labels, confusion: oracle.confusion, seed })
    case "costly":
      return costly(knownLabels(labels), { perClass: oracle.cost })
    case "files":
      return blind(fileExchange({ folder: oracle.folder, classNames }), data)
    case "own":
      return ownOracle(oracle.text, { labels, classNames, ids, seed, content: contentOf(data), answers }, library())
    case "terminal":
      if (terminal === undefined) throw new Error("nobody is asked in a worker")
      return blind(terminal, data)
  }
}
