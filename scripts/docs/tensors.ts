/**
 * Loaded before programs with tensors that share a process: what tensors change in it, an engine that all can see and what
 * WebAssembly listens to, is then there from the beginning.
 */
import { TensorBackend } from "@marginalia/models/training"
import * as Effect from "effect/Effect"

await import("@marginalia/models/encoders")
await Effect.runPromise(Effect.scoped(Effect.provide(Effect.void, TensorBackend.wasm)))
