/**
 * An experiment of one unit.
 */
import { experimentOf } from "../src/folder.ts"
import type { Unit } from "../src/unit.ts"
import { unitOf } from "./unit.ts"

/** The experiment `e` of the unit of {@link unitOf}, with `changes`. */
export const experimentWith = (changes: Partial<Unit>) =>
  experimentOf({ name: "e", preset: null, scaled: null, control: "random", plugins: [], units: [unitOf(changes)] }, [])
