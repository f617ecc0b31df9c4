/** Random choices that follow from a seed, a target's name and an input's number, so that every input can be made again. */
import * as Rng from "@marginalia/core/Rng"

/** See the module. */
export interface Random {
  /** A whole number from 0 to `n` − 1. */
  readonly below: (n: number) => number
  readonly pick: <A>(from: ReadonlyArray<A>) => A
  /** True once in `n` times. */
  readonly once: (n: number) => boolean
}

/** The choices of one input. */
export const randomOf = (seed: number, target: string, input: number): Random => {
  const next = Rng.reader(Rng.derive(Rng.derive(Rng.fromSeed(seed), target), input))
  const below = (n: number): number => Math.min(n - 1, Math.floor(next() * n))
  return { below, pick: (from) => from[below(from.length)]!, once: (n) => below(n) === 0 }
}
