/**
 * The parts of strategies and the other things that can be named in a text.
 */
import type { Named } from "./named/define.ts"
import type { Kind, Part } from "./Part.ts"
import type * as Score from "./Score.ts"
import type * as Select from "./Select.ts"
import type * as Stage from "./Stage.ts"
import type * as Strategy from "./strategy/node.ts"

/** What a part of each kind makes: a `stage`, a `score`, a selector (`select`) or a `strategy`. */
export interface Made {
  readonly stage: Stage.Any
  readonly score: Score.Any
  readonly select: Select.Any
  readonly strategy: Strategy.Any
}

/** Parts of strategies by kind and name. */
export type Parts = { readonly [K in Kind]: ReadonlyMap<string, Part<Made[K]>> }

/** Parts of strategies, and things of other kinds by the word of their kind and name. */
export interface Registry extends Parts {
  readonly things: ReadonlyMap<string, ReadonlyMap<string, Named>>
}

/** Anything with a part on it: what `Score.define`, `Named.define` and their like return. */
export interface Described {
  readonly part: Part<unknown> | Named
}

const kinds = ["stage", "score", "select", "strategy"] as const

/** Whether this is a part of a strategy, or a strategy. */
export const isPart = (part: Part<unknown> | Named): part is Part<unknown> =>
  (kinds as ReadonlyArray<string>).includes(part.kind)

/** A registry. A later part replaces an earlier one of the same kind and name. */
export const make = (parts: Iterable<Described>): Registry => {
  const maps: { readonly [K in Kind]: Map<string, Part<unknown>> } = {
    stage: new Map(),
    score: new Map(),
    select: new Map(),
    strategy: new Map()
  }
  const things = new Map<string, Map<string, Named>>()
  for (const { part } of parts) {
    if (isPart(part)) maps[part.kind].set(part.name, part)
    else things.set(part.kind, (things.get(part.kind) ?? new Map<string, Named>()).set(part.name, part))
  }
  return { ...maps, things } as Registry
}

/** Two registries as one; the parts of `more` win. */
export const merge = (self: Registry, more: Registry): Registry =>
  make([self, more].flatMap((registry) => [...all(registry), ...things(registry)].map((part) => ({ part }))))

/** Every part of strategies, in the order of definition within its kind. */
export const all = (self: Registry): ReadonlyArray<Part<unknown>> => kinds.flatMap((kind) => [...self[kind].values()])

/** Every thing that is no part of a strategy, in the order of definition within its kind. */
export const things = (self: Registry): ReadonlyArray<Named> =>
  [...self.things.values()].flatMap((named) => [...named.values()])

/** Whether a part or a thing of this kind and name is there. */
export const has = (self: Registry, part: Part<unknown> | Named): boolean =>
  isPart(part) ? self[part.kind].has(part.name) : self.things.get(part.kind)?.has(part.name) ?? false
