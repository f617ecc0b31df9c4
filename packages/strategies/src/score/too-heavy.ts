/**
 * Parts that weigh items by a score take no infinite one.
 */
import { PartFailed } from "@marginalia/core"

/** The refusal of the score `score` as a weight, for a `part`: it is infinite at a `position`. */
export const tooHeavy = (part: string, score: string, position: number): PartFailed =>
  new PartFailed({
    part,
    problem:
      `a weight is a finite number, and ${score} is Infinity at position ${position}; take its ranks, rank(${score})`,
    reason: "Value",
    value: Infinity,
    expected: "a finite number",
    position
  })
