/** Answers that the server cannot give yet: its learner looks at the items still, or is being started again. */
import { Away, type Server } from "../net/server.ts"

/** Milliseconds until it is asked again: twice as long each time, up to the longest. */
const PAUSE = 1000, LONGEST = 30_000

/** Who is asked, and how a pause is made, in milliseconds. */
export interface Line {
  readonly server: Pick<Server, "get">
  readonly wait: (ms: number) => Promise<void>
}

/** What is wanted. */
export interface Wish {
  readonly path: string
  /** Whether anybody still waits for it. */
  readonly isWanted: () => boolean
  /** Hears why it is not there yet. */
  readonly waits: (problem: string) => void
}

/** Asks until there is an answer or nobody wants one: then it is undefined. Rejects with what is no matter of time. */
export const patiently = async <A>({ server, wait }: Line, { isWanted, path, waits }: Wish): Promise<A | undefined> => {
  for (let pause = PAUSE; isWanted(); pause = Math.min(2 * pause, LONGEST)) {
    try {
      return await server.get<A>(path)
    } catch (error) {
      if (!(error instanceof Away)) throw error
      if (isWanted()) waits(error.message)
    }
    await wait(pause)
  }
  return undefined
}
