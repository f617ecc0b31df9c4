/**
 * Parts that break a law each: the proof that the laws can fail.
 */
import type { Case } from "./broken/make.ts"
import { scores, selectors, stages } from "./broken/parts.ts"
import { soundness } from "./broken/sound.ts"
import { purity, symmetries, writtenForms } from "./broken/strategies.ts"
import { threads } from "./broken/threads.ts"

/** Every case. */
export const cases: ReadonlyArray<Case> = [
  ...soundness,
  ...purity,
  ...writtenForms,
  ...symmetries,
  ...scores,
  ...selectors,
  ...stages,
  ...threads
]
