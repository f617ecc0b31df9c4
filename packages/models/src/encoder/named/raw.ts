/** No encoder at all. */
import { raw } from "../matrix.ts"
import { defineEncoder } from "../plan.ts"

/** The numbers themselves: normalized pixels, or the file's vectors. */
export const rawPlan = defineEncoder({
  name: "raw",
  summary: "the numbers as they are: pixels, normalized where a normalization is known, or a file's vectors",
  start: () => raw
})
