/**
 * Processes that work behind the page: where there is not enough for all, the server and the browser go first. Tested with
 * the learner's process.
 */
import { constants, getPriority, setPriority } from "node:os"

/** Gives this process the priority of work behind; one that has less keeps it. */
export const goBehind = (): void => {
  const behind = constants.priority.PRIORITY_BELOW_NORMAL
  if (getPriority() < behind) setPriority(behind)
}
