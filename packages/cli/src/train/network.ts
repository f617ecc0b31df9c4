/**
 * What `--network` and `--head` say.
 */
import { Named, Registry } from "@marginalia/core"
import { UsageProblem } from "@marginalia/datasets/problems"
import { heads, type Network, networkRegistry, networks } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

/**
 * The network of `--network` with the head of `--head`: `linear`, `mlp(256, 128)`, `resnet18(width=16, stem=3x3-pool)`.
 * `plugins` holds more of them. Fails with `InvalidName`, with `InvalidOptions`, and with `UsageProblem` where both say what
 * the head is.
 */
export const readNetwork = Effect.fn("readNetwork")(function*(
  text: string,
  head: Option.Option<string>,
  plugins: Registry.Registry = Registry.make([])
) {
  const registry = Registry.merge(networkRegistry, plugins)
  const { spec, value } = yield* Named.read(networks, text, registry)
  if (Option.isNone(head)) return value
  if ("head" in spec.options) {
    const problem = `--network ${text} says what the head is, and --head ${head.value} does too`
    return yield* new UsageProblem({
      problem,
      hint: "give one of them",
      reason: "Conflict",
      settings: ["network", "head"]
    })
  }
  return { ...value, head: (yield* Named.read(heads, head.value, registry)).value } satisfies Network as Network
})
