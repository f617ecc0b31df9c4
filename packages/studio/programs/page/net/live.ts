/** What the server tells by itself, as long as the page is open. */
import type { Live } from "../wire.ts"

/** Listens; `back` is called when the line is there (again), after which something may have been missed. */
export const listen = (heard: (live: Live) => void, back: () => void): void => {
  const source = new EventSource("/api/live")
  source.addEventListener("open", back)
  source.addEventListener("message", ({ data }: MessageEvent<string>) => {
    try {
      heard(JSON.parse(data) as Live)
    } catch {
      // A line that is cut off: the next one tells more.
    }
  })
}
