/**
 * What each tensor backend is good for on this machine.
 */
import { Named } from "@marginalia/core"
import { shortNumber } from "@marginalia/core/Words"
import { library } from "@marginalia/experiments/engine/library"
import { type Backend, backendKind, backendRegistry, type Probe, probe, probeAll } from "@marginalia/models/training"
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

/** A plugin's backend as it is without options; those that want some are only named. */
const ownFact = (name: string, { make, summary }: Named.Named<Backend | "auto">) =>
  Effect.try({ try: () => make({}), catch: (cause) => cause as Error }).pipe(
    Effect.flatMap((choice) => choice === "auto" ? Effect.fail(new Error("it is auto")) : probe(choice)),
    Effect.match({ onSuccess: stateOf, onFailure: ({ message }) => `not tried: ${message}. ${summary}` }),
    Effect.map((found): readonly [what: string, found: string] => [`backend ${name}`, found])
  )

/** A line for each backend that plugins have added, in this very process. */
export const ownBackendFacts = Effect.suspend(() => {
  const builtIn = Named.all(backendRegistry, backendKind)
  const own = [...Named.all(library(), backendKind)].filter(([name, named]) => builtIn.get(name) !== named)
  return Effect.forEach(own, ([name, named]) => ownFact(name, named))
})
