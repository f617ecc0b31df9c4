/** How near a row is to what the machine can do in WebAssembly. */
import type { Ceiling } from "./ceiling.ts"
import type { Outcome } from "./ratio.ts"
import { rows, type Size } from "./rows.ts"

/** The machine, as far as a page tells of it. */
export interface Machine {
  readonly threads: number
  readonly runs: number
  readonly node: string
  /** On one thread. */
  readonly ceiling: Ceiling
  /** Who gets large pages of memory here. */
  readonly pages: string
  readonly python: string
  readonly packages: ReadonlyArray<string>
}

/** A row's speed beside the ceiling that limits it. */
export interface Near {
  readonly name: string
  /** In words: `31 GFLOP/s`. Operations that comparing all with all would take, whether or not they were left out. */
  readonly speed: string
  /** Through the ceiling times the threads; above 1 where work was left out. */
  readonly share: number
}

const giga = (value: number, unit: string): string => `${(value / 1e9).toFixed(value < 1e10 ? 1 : 0)} G${unit}/s`

/** The rows that say how much there is to do. */
export const nearOf = (
  outcomes: ReadonlyArray<Outcome>,
  { ceiling, threads }: Machine,
  quick: boolean
): ReadonlyArray<Near> =>
  outcomes.flatMap(({ name, seconds }) => {
    const row = rows.find((one) => one.name === name)!, size: Size = quick ? row.quick! : row.size
    if (row.flops !== undefined) {
      const speed = row.flops(size) / seconds
      return [{ name, speed: giga(speed, "FLOP"), share: speed / (ceiling.flops * threads) }]
    }
    if (row.bytes === undefined) return []
    const speed = row.bytes(size) / seconds
    return [{ name, speed: giga(speed, "B"), share: speed / (ceiling.bytes * threads) }]
  })

/** The ceiling, and each row beside it, in lines. */
export const roofline = (outcomes: ReadonlyArray<Outcome>, machine: Machine, quick: boolean): ReadonlyArray<string> => {
  const { bytes, flops } = machine.ceiling
  return [
    `WebAssembly here, on one thread: ${giga(flops, "FLOP")} in registers, ${giga(bytes, "B")} read from memory`,
    ...nearOf(outcomes, machine, quick).map(({ name, share, speed }) =>
      `${name.padEnd(18)} ${speed.padStart(12)}  ${
        (100 * share).toFixed(0).padStart(4)
      } % of that on ${machine.threads} threads`
    )
  ]
}
