/**
 * What the flags say of items, for the library's reader.
 */
import { shapeOf } from "@marginalia/datasets/image/shape-text"
import type { ItemsOptions } from "@marginalia/datasets/read-items"
import { library } from "@marginalia/experiments/engine/library"
import type { BackendAsked } from "@marginalia/models/training"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { columnsAsked } from "../flags.ts"
import type { Which } from "./flags.ts"

/** What computes, as the flags say it. */
interface Device {
  readonly backend: Option.Option<string>
  readonly threads: Option.Option<number>
}

/** The flags as the settings of `readItems`; plugins that were loaded may bring data sets. */
export const itemsAsked = Effect.fnUntraced(function*(asked: Which) {
  const { data, shape, size, skipBad, unlabeled, white } = asked
  return {
    ...columnsAsked(asked),
    folder: Option.getOrUndefined(data),
    size: Option.getOrUndefined(size),
    white: Option.getOrUndefined(white),
    shape: Option.isSome(shape) ? yield* shapeOf(shape.value) : undefined,
    skipBad,
    labels: unlabeled ? "none" : undefined,
    registry: library()
  } satisfies ItemsOptions as ItemsOptions
})

/** The flags as the backend that they ask for; plugins that were loaded may bring some. */
export const backendAsked = ({ backend, threads }: Device): BackendAsked => ({
  backend: Option.getOrUndefined(backend),
  threads: Option.getOrUndefined(threads),
  registry: library()
})
