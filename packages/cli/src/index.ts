/**
 * The command as a library: run it in your own process, and read what it writes.
 *
 * @module
 */
export { Output, readOutput, SCHEMA_VERSION } from "@marginalia/experiments/select-output"
export { run } from "./run.ts"
