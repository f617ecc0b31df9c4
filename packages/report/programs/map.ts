/**
 * What draws the maps on the page. Runs in the reader's browser.
 *
 * `npm run build:programs` writes it into `src/page/map-client.gen.ts`.
 */
import { all } from "./dom.ts"
import { mapView } from "./map/view.ts"

all(document, "[data-map]").forEach(mapView)
