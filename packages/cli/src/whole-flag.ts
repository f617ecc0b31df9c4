/**
 * Flags that take a whole number of a range.
 */
import { isWithin, type Range, takes } from "@marginalia/experiments/limits"
import * as Flag from "effect/cli/Flag"

/** `--name N`; a number outside of `range` is refused. */
export const wholeFlag = (name: string, range: Range): Flag.Flag<number> =>
  Flag.Int(name).pipe(Flag.withMetavar("N"), Flag.filter((value) => isWithin(value, range), () => takes(range)))
