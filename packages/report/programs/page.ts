/**
 * What moves on the page: switches between panels, curves that step forward, and the place that the address names. Runs in the reader's browser, and knows
 * nothing but the page.
 *
 * `npm run build:programs` writes it into `src/page/client.gen.ts`.
 */
import { follow } from "./address.ts"
import { all } from "./dom.ts"
import { highlight } from "./highlight.ts"
import { tabs } from "./tabs.ts"

document.documentElement.classList.add("js")
all(document, "[data-tabs]").forEach(tabs)
all(document, "[data-highlight]").forEach(highlight)
follow()
