/** What a person set for themselves; kept in their browser. */
import { effect, type Signal, signal } from "@preact/signals"
import type { Own } from "./keys.ts"
import type { Store } from "./outbox.ts"

/** See the fields. */
export interface Settings {
  readonly theme: "system" | "light" | "dark"
  /** Whether the model's suggestion is shown. */
  readonly suggestion: boolean
  /** Whether texts are set in monospace. */
  readonly mono: boolean
  /** Keys of their own. */
  readonly keys: Own
}

/** What is usual. */
export const usual: Settings = { theme: "system", suggestion: true, mono: false, keys: {} }

const NAME = "marginalia.settings"

const read = (store: Store): Settings => {
  try {
    return { ...usual, ...(JSON.parse(store.getItem(NAME) ?? "{}") as Partial<Settings>) }
  } catch {
    return usual
  }
}

/** The settings that are stored; changes are stored as well. */
export const makeSettings = (store: Store): Signal<Settings> => {
  const settings = signal(read(store))
  effect(() => {
    const text = JSON.stringify(settings.value)
    try {
      store.setItem(NAME, text)
    } catch {
      // They last as long as the page.
    }
  })
  return settings
}
