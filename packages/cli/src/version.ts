/**
 * Which versions are at work.
 */
import core from "@marginalia/core/package.json" with { type: "json" }
import strategies from "@marginalia/strategies/package.json" with { type: "json" }
import effect from "effect/package.json" with { type: "json" }
import { createRequire } from "node:module"

/** One folder up from the sources and from the bundle alike. */
const cli = createRequire(import.meta.url)("../package.json") as { readonly version: string }

/** The version of this command. */
export const version: string = cli.version

/** What a manifest records. */
export const versions: { readonly [name: string]: string } = {
  "@marginalia/cli": cli.version,
  "@marginalia/core": core.version,
  "@marginalia/strategies": strategies.version,
  effect: effect.version,
  node: process.versions.node
}
