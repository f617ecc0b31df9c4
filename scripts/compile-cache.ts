/**
 * Where Node keeps compiled modules between processes: tests start the command hundreds of times, and without it most of a
 * start is reading TypeScript again. Tested by all tests.
 */
import { join } from "node:path"

/** The environment of processes that share what they compile, in a folder of the workspace at `root`. */
export const compiledOnce = (root: string): { readonly NODE_COMPILE_CACHE: string } => ({
  NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(root, "node_modules", ".cache", "compile")
})
