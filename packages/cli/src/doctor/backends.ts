/**
 * What each tensor backend is good for on this machine.
 */
import { shortNumber } from "@marginalia/core/Words"
import { type Probe, probeAll } from "@marginalia/models/training"
import * as Effect from "effect/Effect"

const speed = (gflops: number): string => `${shortNumber(Number(gflops.toPrecision(2)))} GFLOP/s in matrix products`

/** `usable, 38 GFLOP/s …`, or why not and what to do; and whether this project has ever run it. */
export const stateOf = ({ describes, gflops, problem, remedy, run, usable }: Probe): string => {
  const state = usable ? `usable, ${speed(gflops ?? 0)}` : `not usable here: ${problem}; ${remedy}`
  return `${state}. ${describes[0]!.toUpperCase()}${describes.slice(1)}${run ? "" : "; not yet run by this project"}`
}

/** A line a backend, best first, the one that `auto` would take marked. Takes a second for each that works. */
export const backendFacts = Effect.map(
  probeAll,
  (probes) => probes.map((probe): readonly [what: string, found: string] => [`backend ${probe.name}`, stateOf(probe)])
)
