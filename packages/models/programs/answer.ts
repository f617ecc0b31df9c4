/**
 * Does work in a process that its parent started for it, and tells what came of it: what it returns, or what is thrown,
 * then or later.
 *
 * `npm run build:programs` writes it into `src/backend/answer.gen.ts`.
 */
import type { Message } from "../src/backend/message.ts"

const lineOf = (error: unknown): string => String(error instanceof Error ? error.message : error).split("\n")[0]!

const end = (message: Message, code: number): void => {
  process.send!(message, () => process.exit(code))
}

const fail = (error: unknown): void => end({ why: lineOf(error) }, 1)

/** What is thrown when nobody waits for it comes a little later. */
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

/** Sends what the work makes of the arguments that the process was started with. */
export const answer = (work: (args: ReadonlyArray<string>) => Promise<unknown>): void => {
  process.on("uncaughtException", fail)
  work(process.argv.slice(1)).then(async (value) => {
    await turn()
    end({ value }, 0)
  }, fail)
}
