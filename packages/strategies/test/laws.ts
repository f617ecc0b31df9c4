/** The laws as `npm test` tries them: on fewer queries than by default, see `runs.ts`. */
import * as Testkit from "@marginalia/testkit"
import { runs } from "../../core/test/runs.ts"

/** Queries a law where the subject's options do not say. */
const WHOLE = 30

/** `lawful` with {@link runs} of the default. */
export const lawful = (subject: Testkit.Subject, options: Testkit.LawfulOptions = {}): ReadonlyArray<Testkit.Check> =>
  Testkit.lawful(subject, { numRuns: runs(WHOLE), ...options })

/** `check` with {@link runs} of the default. */
export const check = <S>(law: Testkit.Law<S>, subject: S, options: Testkit.Options = {}): Testkit.Check =>
  Testkit.check(law, subject, { numRuns: runs(WHOLE), ...options })
