/** What a bad question is refused with. */
import { InvalidQuery } from "../src/Errors.ts"

/** The `InvalidQuery` that `f` throws; anything else is thrown on, and a question that is answered is a failure. */
export const refused = (f: () => unknown): InvalidQuery => {
  try {
    f()
  } catch (error) {
    if (error instanceof InvalidQuery) return error
    throw error
  }
  throw new Error("it was not refused")
}
