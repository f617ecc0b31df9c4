/**
 * Why WebGPU cannot be used.
 */
import * as Data from "effect/Data"
import * as Quote from "../Quote.ts"

/** Why there is no device to work with. */
export type Unavailable =
  /** No adapter: no graphics card, no driver, or none that WebGPU may use. */
  | { readonly _tag: "NoAdapter" }
  /** WebGPU itself does not start: there is no such thing here, or it lacks a library of the system. */
  | { readonly _tag: "NotStarted"; readonly cause: unknown }
  /** The adapter gave no device. */
  | { readonly _tag: "NoDevice"; readonly adapter: string; readonly cause: unknown }
  /** What it computes is farther from the truth than single precision may be. */
  | { readonly _tag: "Unfit"; readonly adapter: string; readonly found: string }

const thrown = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause)

const inWords = (reason: Unavailable): string => {
  switch (reason._tag) {
    case "NoAdapter":
      return "there is no graphics adapter"
    case "NotStarted":
      return thrown(reason.cause)
    case "NoDevice":
      return `the adapter ${reason.adapter} gave no device: ${thrown(reason.cause)}`
    case "Unfit":
      return `the adapter ${reason.adapter} does not compute in single precision: ${reason.found}`
  }
}

/** WebGPU cannot be used here; `reason` says why. */
export class WebGpuUnavailable extends Data.TaggedError("WebGpuUnavailable")<{ readonly reason: Unavailable }> {
  readonly exitCode = 2
  override get message(): string {
    return Quote.message(`WebGPU cannot be used: ${inWords(this.reason)}; the processor alone finds the same`)
  }
}

/** The device went away, or refused what it was asked; who asked goes on without it. */
export class Gone extends Data.TaggedError("Gone")<{ readonly why: string }> {
  readonly exitCode = 2
}
