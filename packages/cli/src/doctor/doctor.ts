/**
 * `marginalia doctor`: what this machine can do.
 */
import { Kernels, Message } from "@marginalia/core"
import { bytes } from "@marginalia/core/Words"
import { advice, optionals } from "@marginalia/experiments/engine/packages"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import * as Effect from "effect/Effect"
import { availableParallelism, freemem, totalmem } from "node:os"
import { getHeapStatistics } from "node:v8"
import { asFlag } from "../render.ts"
import { print } from "../terminal/print.ts"
import { entry } from "../terminal/table.ts"
import { versions } from "../version.ts"
import { backendFacts, ownBackendFacts } from "./backends.ts"
import { tried } from "./tried.ts"

/** A line of the report. */
type Fact = readonly [what: string, found: string]

const variantFacts = (): ReadonlyArray<Fact> => {
  const best = Kernels.best()
  return (["relaxed-simd", "simd", "typescript"] as const).map((variant) => [
    `kernels ${variant}`,
    !Kernels.supports(variant)
      ? "not here: this engine does not know these WebAssembly instructions; a newer Node does"
      : variant === best
      ? "usable, and used"
      : "usable"
  ])
}

const threadFacts = (): ReadonlyArray<Fact> => [
  [
    "threads",
    typeof SharedArrayBuffer === "undefined"
      ? "1: this engine has no shared memory"
      : `${availableParallelism()} (--threads takes another number)`
  ]
]

const memoryFacts = (): ReadonlyArray<Fact> => [
  ["memory", `${bytes(totalmem())}, ${bytes(freemem())} free, heap up to ${bytes(getHeapStatistics().heap_size_limit)}`]
]

const versionFacts = (): ReadonlyArray<Fact> => Object.entries(versions)

const packageFacts = Effect.forEach(
  Object.values(optionals),
  (optional) =>
    Effect.map(tried(optional), (status): Fact => [optional.name, Message.render(advice(optional, status), asFlag)])
)

/** Prints the report; plugins add backends to it. */
export const doctor = Effect.fn("doctor")(function*({ plugin }: { readonly plugin: ReadonlyArray<string> }) {
  yield* readRegistry(plugin)
  const here = [...versionFacts(), ...variantFacts(), ...threadFacts(), ...memoryFacts()]
  const facts = [...here, ...yield* backendFacts, ...yield* ownBackendFacts, ...yield* packageFacts]
  const width = Math.max(...facts.map(([what]) => what.length)) + 2
  yield* print(facts.flatMap(([what, found]) => entry(what, found, width, 110)).join("\n"))
})
