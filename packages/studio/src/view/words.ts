/**
 * How views speak of classes and probabilities. Tested with `grid.ts`, `review.ts` and `mistakes.ts`.
 */
import type { Session } from "../session/session.ts"

/** The name of a class, or of the one that it was merged into. */
export const nameOf = (session: Session, id: number): string => {
  const { classes, resolve } = session.vocabulary()
  return classes.find((one) => one.id === resolve(id))?.name ?? `class ${id}`
}

/** A probability from 0 to 1 in percent; small ones with a decimal. */
export const percent = (p: number): string => `${(100 * p).toFixed(p < 0.1 ? 1 : 0)} %`
