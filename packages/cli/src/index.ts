/**
 * The command as a library: run it in your own process, and read what it writes.
 *
 * @module
 */
export { run } from "./run.ts"
export { Output, readOutput, SCHEMA_VERSION } from "./output/schema.ts"
