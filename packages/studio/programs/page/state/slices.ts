/** Long work in slices, so that keys and pointers are heard in between. */

/** Milliseconds of a slice. */
export const SLICE = 10

/** What slices need of the world. */
export interface Turns {
  /** Milliseconds from any moment. */
  readonly now: () => number
  /** Calls back when what waits had its turn. */
  readonly next: (f: () => void) => void
}

/** As the browser has them. */
export const turnsOfBrowser = (): Turns => {
  const { port1, port2 } = new MessageChannel()
  let waiting: ReadonlyArray<() => void> = []
  port1.addEventListener("message", () => {
    const all = waiting
    waiting = []
    for (const f of all) f()
  })
  port1.start()
  return {
    now: () => performance.now(),
    next: (f) => {
      waiting = [...waiting, f]
      if (waiting.length === 1) port2.postMessage(0)
    }
  }
}

/**
 * Takes the steps, as many at once as a slice has time for, at least one; then calls `done`. The first slice is taken at once. Gives
 * what ends it before.
 */
export const inSlices = (steps: Iterator<unknown>, { next, now }: Turns, done: () => void): () => void => {
  let ended = false
  const slice = (): void => {
    if (ended) return
    const until = now() + SLICE
    do {
      if (steps.next().done === true) return done()
    } while (now() < until)
    next(slice)
  }
  slice()
  return () => {
    ended = true
  }
}
