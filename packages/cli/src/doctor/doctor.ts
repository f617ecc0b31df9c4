/**
 * `marginalia doctor`: what this machine can do.
 */
import { Kernels, Message } from "@marginalia/core"
import { adapterOf, nameOf } from "@marginalia/core/webgpu"
import { bytes } from "@marginalia/core/Words"
import { hugePages } from "@marginalia/experiments/engine/huge-pages"
import { advice, optionals } from "@marginalia/experiments/engine/packages"
import { readRegistry } from "@marginalia/experiments/engine/registry"
import { gpuHere, isSoftware } from "@marginalia/models/webgpu"
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

/** Pages of memory, where the system tells: docs/performance.md has what they are worth. */
const pageFacts = (): ReadonlyArray<Fact> => {
  const pages = hugePages()
  if (pages === undefined) return []
  if (pages === "always") return [["huge pages", "always"]]
  return [[
    "huge pages",
    `${pages}: large pools may be read several times slower than they could be; as root, until the next start: echo always > /sys/kernel/mm/transparent_hugepage/enabled`
  ]]
}

/** The graphics card that kernels can ask, or why there is none. */
const cardFacts = Effect.gen(function*() {
  const adapter = yield* Effect.flatMap(gpuHere, adapterOf)
  const slow = isSoftware(adapter) ? "software, slower than the kernels without it" : "usable: --kernels webgpu"
  return `${nameOf(adapter)} (${slow})`
}).pipe(
  Effect.catch((error) =>
    Effect.succeed(error._tag === "MissingPackage" ? Message.render(error.says, asFlag) : error.message)
  ),
  Effect.map((found): ReadonlyArray<Fact> => [["graphics card", found]])
)

const versionFacts = (): ReadonlyArray<Fact> => Object.entries(versions)

const packageFacts = Effect.forEach(
  Object.values(optionals),
  (optional) =>
    Effect.map(tried(optional), (status): Fact => [optional.name, Message.render(advice(optional, status), asFlag)])
)

/** Prints the report; plugins add backends to it. */
export const doctor = Effect.fn("doctor")(function*({ plugin }: { readonly plugin: ReadonlyArray<string> }) {
  yield* readRegistry(plugin)
  const here = [...versionFacts(), ...variantFacts(), ...threadFacts(), ...memoryFacts(), ...pageFacts()]
  const facts = [
    ...here,
    ...yield* cardFacts,
    ...yield* backendFacts,
    ...yield* ownBackendFacts,
    ...yield* packageFacts
  ]
  const width = Math.max(...facts.map(([what]) => what.length)) + 2
  yield* print(facts.flatMap(([what, found]) => entry(what, found, width, 110)).join("\n"))
})
