/** Fetching what was made here: asked for first, so that a refusal is told on the page. */
import { type ReadonlySignal, signal } from "@preact/signals"
import type { ExportView, Prepared } from "../wire.ts"
import type { World } from "./acts.ts"
import type { Say } from "./say.ts"

/** See the functions. */
export interface Exporting {
  /** The form that is being made; others wait until it is fetched, or refused. */
  readonly making: ReadonlySignal<string | undefined>
  /** Has it made, and lets the browser fetch it; says why not, where it cannot be had. */
  readonly fetch: (form: Pick<ExportView, "format" | "title">) => Promise<void>
}

/** How long the page waits before it asks again, in milliseconds. */
const AGAIN = 500

/** Nothing was fetched yet. */
export const makeExporting = ({ download, server, wait }: World, { say }: Say): Exporting => {
  const making = signal<string | undefined>(undefined)
  const prepared = async (path: string): Promise<void> => {
    while (!(await server.get<Prepared>(`${path}&check=1`)).ready) await wait(AGAIN)
  }
  return {
    making,
    fetch: async ({ format, title }) => {
      if (making.peek() !== undefined) return
      making.value = format
      const path = `/api/export?format=${encodeURIComponent(format)}`
      try {
        await prepared(path)
        download(path)
      } catch (error) {
        say(`${title}: ${error instanceof Error ? error.message : String(error)}`, "problem")
      } finally {
        making.value = undefined
      }
    }
  }
}
