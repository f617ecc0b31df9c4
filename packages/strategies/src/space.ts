/**
 * In which space a part measures distances: the embedding, or the classifier's features.
 */
import { type Frame, type Matrix, Options, type Tiles } from "@marginalia/core"
import * as Schema from "effect/Schema"

/** A column of vectors. */
export type Space = "embedding" | "feature"

/** Where distances are measured. */
export interface SpaceOptions<S extends Space = Space> {
  /** Where distances are measured: the embedding, or the classifier's penultimate features. Default "embedding". */
  readonly space?: S
}

/** The option of parts that work in either space. */
export const space = Options.field(
  Schema.Literals(["embedding", "feature"]),
  "embedding",
  "where distances are measured: the embedding, or the classifier's penultimate features"
)

/** The vectors of a space; the engine has checked that they are there. */
export const inSpace = (frame: Frame.Any, name: Space): Matrix.Matrix => frame[name]!

/** The vectors of a space where they stay in their file. */
export const tilesIn = (frame: Frame.Any, name: Space): Tiles.Tiles | undefined =>
  name === "embedding" ? frame.tiled?.embedding : undefined
