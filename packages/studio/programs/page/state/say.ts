/** What the page tells in passing: shown for a moment, and read out. */
import { type ReadonlySignal, signal } from "@preact/signals"

/** A message. Equal texts are told apart by `id`. */
export interface Told {
  readonly id: number
  readonly text: string
  readonly tone: "plain" | "problem"
}

/** Where messages go. */
export interface Say {
  /** What is shown now, the newest last. */
  readonly told: ReadonlySignal<ReadonlyArray<Told>>
  /** Read out, but not shown: what the eye sees anyway. */
  readonly whispered: ReadonlySignal<string>
  readonly say: (text: string, tone?: Told["tone"]) => void
  readonly whisper: (text: string) => void
}

/** How long a message stays, in milliseconds: a problem longer. */
const STAYS = { plain: 4500, problem: 12_000 }

/** How many messages are shown at once. */
const MOST = 3

/** Nothing was said yet. */
export const makeSay = (wait: (ms: number) => Promise<void>): Say => {
  const told = signal<ReadonlyArray<Told>>([]), whispered = signal("")
  let count = 0
  const say = (text: string, tone: Told["tone"] = "plain"): void => {
    const id = ++count
    told.value = [...told.peek().filter((one) => one.text !== text), { id, text, tone }].slice(-MOST)
    void wait(STAYS[tone]).then(() => {
      told.value = told.peek().filter((one) => one.id !== id)
    })
  }
  return {
    told,
    whispered,
    say,
    whisper: (text) => {
      whispered.value = text
    }
  }
}
