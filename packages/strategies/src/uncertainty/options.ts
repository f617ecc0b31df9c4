/**
 * The option of recipes that take the highest scores.
 */
import { Options } from "@marginalia/core"
import * as Schema from "effect/Schema"

/** How ties are broken. */
export interface TiesOptions {
  /** Who wins among equal scores: the smaller position, or a draw from the seed. Default "position". */
  readonly ties?: "position" | "seeded"
}

/** Who wins among equal scores. */
export const ties = Options.field(
  Schema.Literals(["position", "seeded"]),
  "position",
  "who wins among equal scores: the smaller position, or a draw from the seed"
)
