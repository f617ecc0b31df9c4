/**
 * What moves on the page: switches between panels, and curves that step forward. Runs in the reader's browser, and knows
 * nothing but the page.
 *
 * `npm run build:programs` writes it into `src/page/client.gen.ts`.
 */
import { all } from "./dom.ts"
import { highlight } from "./highlight.ts"
import { tabs } from "./tabs.ts"

document.documentElement.classList.add("js")
all(document, "[data-tabs]").forEach(tabs)
all(document, "[data-highlight]").forEach(highlight)
