/** What is fuzzed: a reader of files or a parser of text, with valid examples to begin from. */
import type * as NodeServices from "@effect/platform-node/NodeServices"
import type * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type * as Stdio from "effect/Stdio"
import { changeBytes, MOST } from "./bytes.ts"
import { changeJson, changeJsonLines } from "./json.ts"
import { type Random, randomOf } from "./random.ts"
import { changeText } from "./text.ts"

/** What a reader may ask for. */
export type Services = NodeServices.NodeServices | Scope.Scope | Stdio.Stdio

/** How examples are changed: as bytes only, or half of the time as what they are. */
export type Kind = "bytes" | "text" | "json" | "jsonl"

/** See the module. */
export interface Target {
  readonly name: string
  readonly kind: Kind
  /** Of so many parts of all inputs; 10 by default. Less for readers that write files or start threads. */
  readonly share?: number
  /** Valid examples, which the reader accepts. */
  readonly examples: ReadonlyArray<Uint8Array | string>
  /** Files made to do harm, which are given as they are. */
  readonly hostile?: ReadonlyArray<Uint8Array>
  /**
   * Reads an input; `folder` is empty and the input's own. Success is "accepted". A failure must be one that the command
   * foresees; whatever dies or throws is a defect.
   */
  readonly read: (input: Uint8Array, folder: string) => Effect.Effect<unknown, unknown, Services>
}

const changes: { readonly [kind in Exclude<Kind, "bytes">]: (text: string, random: Random) => string } = {
  text: changeText,
  json: changeJson,
  jsonl: changeJsonLines
}

const bytesOf = (example: Uint8Array | string): Uint8Array =>
  typeof example === "string" ? new TextEncoder().encode(example) : example

/** The input of this number: the same whenever it is asked for. The first ones are the examples, and those made to do harm. */
export const inputOf = ({ examples, hostile = [], kind, name }: Target, seed: number, input: number): Uint8Array => {
  const random = randomOf(seed, name, input), as = [...examples, ...hostile][input]
  if (as !== undefined) return bytesOf(as)
  const example = random.pick(examples)
  if (kind === "bytes" || random.once(4)) return changeBytes(bytesOf(example), random)
  const text = typeof example === "string" ? example : new TextDecoder().decode(example)
  return bytesOf(changes[kind](text, random)).subarray(0, MOST)
}
