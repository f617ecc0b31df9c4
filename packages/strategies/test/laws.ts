/** All laws of a part as `npm test` tries them: on fewer queries than by default, see `runs.ts`. */
import * as Testkit from "@marginalia/testkit"
import { lawRuns } from "../../core/test/runs.ts"

/** Queries a law where the subject's options do not say. */
const WHOLE = 30

/** `lawful` with {@link lawRuns} of the default; a single law, which may look for one case in twenty, is `check`ed as ever. */
export const lawful = (subject: Testkit.Subject, options: Testkit.LawfulOptions = {}): ReadonlyArray<Testkit.Check> =>
  Testkit.lawful(subject, { numRuns: lawRuns(WHOLE), ...options })
