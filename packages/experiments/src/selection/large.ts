/**
 * Pools that are larger than what kernels address: their vectors stay in the file, whether a limit was given or not. Tested in
 * packages/cli/test/over-file.test.ts.
 */
import { notes } from "@marginalia/core/Notices"
import * as Quote from "@marginalia/core/Quote"
import { openTiles } from "@marginalia/datasets/files/npy-tiles"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { totalmem } from "node:os"
import { addressed } from "./memory-cost.ts"

/** How large a machine is, as a service, so that a test can say it. */
export interface Machine {
  /** Bytes of memory that this process can have. */
  readonly memory: number
  /** Bytes of rows that kernels address together. */
  readonly addressed: number
}

/** The most that this process can have: what the system or its container allows. */
const available = (): number => {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem()
}

/** See {@link Machine}. */
export const Machine = Context.Reference<Machine>("@marginalia/experiments/Machine", {
  defaultValue: () => ({ memory: available(), addressed: 2 ** 32 })
})

/**
 * Half of the machine's memory for an `.npy` file with more rows than kernels address, which is said; undefined for any other pool, which
 * is read as a whole.
 */
export const memoryFor = Effect.fnUntraced(function*(pool: string) {
  if (!pool.endsWith(".npy")) return undefined
  const machine = yield* Machine
  // What is no such file is told by who reads it.
  const files = yield* Effect.scoped(openTiles(pool)).pipe(Effect.orElseSucceed(() => undefined))
  if (files === undefined || addressed(files) <= machine.addressed) return undefined
  const limit = Math.floor(machine.memory / 2)
  const takes = Quote.bytes(addressed(files)), most = Quote.bytes(machine.addressed)
  yield* notes([
    `${pool}: its vectors take ${takes}, and kernels address ${most} together: they stay in the file, within half of this machine's memory`
  ])
  return limit
})
