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
  readonly told: ReadonlySignal<Told | undefined>
  /** Read out, but not shown: what the eye sees anyway. */
  readonly whispered: ReadonlySignal<string>
  readonly say: (text: string, tone?: Told["tone"]) => void
  readonly whisper: (text: string) => void
  readonly hide: () => void
}

/** How long a message stays, in milliseconds: a problem longer. */
const STAYS = { plain: 4500, problem: 12_000 }

/** Nothing was said yet. */
export const makeSay = (wait: (ms: number) => Promise<void>): Say => {
  const told = signal<Told | undefined>(undefined), whispered = signal("")
  let count = 0
  const hide = (): void => {
    told.value = undefined
  }
  const say = (text: string, tone: Told["tone"] = "plain"): void => {
    const id = ++count
    told.value = { id, text, tone }
    void wait(STAYS[tone]).then(() => {
      if (told.peek()?.id === id) hide()
    })
  }
  return {
    told,
    whispered,
    say,
    whisper: (text) => {
      whispered.value = text
    },
    hide
  }
}
