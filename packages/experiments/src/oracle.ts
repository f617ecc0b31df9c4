/**
 * Who answers in a unit.
 */
import type { Oracle } from "@marginalia/core/Oracle"
import type * as FileSystem from "effect/FileSystem"
import type * as Layer from "effect/Layer"
import type * as Path from "effect/Path"
import { blind } from "./blind.ts"
import type { UnitData } from "./data/load.ts"
import { costly, fileExchange, knownLabels, noisyLabels } from "./oracles.ts"
import type { Unit } from "./unit.ts"

/** An oracle that needs files at most. */
export type OracleLayer = Layer.Layer<Oracle, never, FileSystem.FileSystem | Path.Path>

/**
 * The oracle of a unit; `terminal` is the one of the terminal, which only the first process has. Throws `InvalidOptions`
 * on a confusion matrix or prices that do not fit the classes.
 */
export const oracleOf = (
  { oracle, seed }: Unit,
  data: UnitData,
  terminal: OracleLayer | undefined
): OracleLayer => {
  const { classNames, labels } = data
  switch (oracle.kind) {
    case "known":
      return knownLabels(labels)
    case "noisy":
      return noisyLabels({ labels, confusion: oracle.confusion, seed })
    case "costly":
      return costly(knownLabels(labels), { perClass: oracle.cost })
    case "files":
      return blind(fileExchange({ folder: oracle.folder, classNames }), data)
    case "terminal":
      if (terminal === undefined) throw new Error("nobody is asked in a worker")
      return blind(terminal, data)
  }
}
