/**
 * Which versions are at work.
 */
import { versions as libraries } from "@marginalia/experiments/version"
import { createRequire } from "node:module"

/** One folder up from the sources and from the bundle alike. */
const cli = createRequire(import.meta.url)("../package.json") as { readonly version: string }

/** The version of this command. */
export const version: string = cli.version

/** What a manifest records. */
export const versions: { readonly [name: string]: string } = { "@marginalia/cli": cli.version, ...libraries }
