/**
 * Options that several recipes share.
 */
import { Options } from "@marginalia/core"
import * as Schema from "effect/Schema"

/** K of the typicality. */
export const neighbors = Options.field(
  Schema.Int.check(Schema.isGreaterThan(0)),
  20,
  "K: how many neighbors make an item typical, at most half of its cluster"
)

/** Whether rows are scaled to unit length first. */
export const normalizeRows = Options.field(Schema.Boolean, true, "scale every embedding to unit length first")

/** The paper's text, or the authors' code. */
export const profile = Options.field(
  Schema.Literals(["paper", "official"]),
  "paper",
  "paper: the text; official: the authors' code, quirks included"
)

/** The radius of ProbCover's balls. */
export const delta = Options.field(
  Schema.Union([Schema.Finite.check(Schema.isGreaterThan(0)), Schema.Literal("auto")]),
  "auto",
  "the radius of the balls; auto: the largest at which enough items are pure (needs the number of classes)"
)

/** Of how many classes `delta: "auto"` speaks. */
export const classes = Options.field(
  Schema.Union([Schema.Int.check(Schema.isGreaterThan(1)), Schema.Literal("query")]),
  "query",
  "for delta=auto: the number of classes; query: as the query states it, never the number of classes seen so far"
)

/** How pure `delta: "auto"` wants the balls. */
export const purity = Options.field(
  Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 })),
  0.95,
  "for delta=auto: the share of items with no item of another pseudo-class within delta"
)
