/**
 * The parts that can be named in a text.
 */
import type { Kind, Part } from "./Part.ts"
import type * as Score from "./Score.ts"
import type * as Select from "./Select.ts"
import type * as Stage from "./Stage.ts"
import type * as Strategy from "./strategy/node.ts"

/** What a part of each kind makes. */
export interface Made {
  readonly stage: Stage.Any
  readonly score: Score.Any
  readonly select: Select.Any
  readonly strategy: Strategy.Any
}

/** Parts by kind and name. */
export type Registry = { readonly [K in Kind]: ReadonlyMap<string, Part<Made[K]>> }

/** Anything with a part on it: what `Score.define` and its like return. */
export interface Described {
  readonly part: Part<unknown>
}

/** A registry of parts. A later part replaces an earlier one of the same kind and name. */
export const make = (parts: Iterable<Described>): Registry => {
  const maps: { readonly [K in Kind]: Map<string, Part<unknown>> } = {
    stage: new Map(),
    score: new Map(),
    select: new Map(),
    strategy: new Map()
  }
  for (const { part } of parts) maps[part.kind].set(part.name, part)
  return maps as Registry
}

/** Two registries; the second's parts win. */
export const merge = (self: Registry, more: Registry): Registry =>
  make([self, more].flatMap((registry) => all(registry).map((part) => ({ part }))))

/** Every part, in the order of definition within its kind. */
export const all = (self: Registry): ReadonlyArray<Part<unknown>> =>
  (["stage", "score", "select", "strategy"] as const).flatMap((kind) => [...self[kind].values()])
