/**
 * Which versions are at work.
 */
import core from "@marginalia/core/package.json" with { type: "json" }
import strategies from "@marginalia/strategies/package.json" with { type: "json" }
import effect from "effect/package.json" with { type: "json" }

/** The version of Marginalia: all of its packages have one. */
export const version: string = core.version

/** What a journal and a manifest record. */
export const versions: { readonly [name: string]: string } = {
  "@marginalia/core": core.version,
  "@marginalia/strategies": strategies.version,
  effect: effect.version,
  node: process.versions.node
}
