/**
 * Builds the playground that `marginalia playground` serves, the library in a worker of the page, into `packages/studio/dist`: in a
 * checkout by hand, and before the package is packed.
 */
import { join } from "node:path"
import { buildServed } from "./site/playground.ts"
import { root } from "./sources.ts"

const folder = join(root, "packages", "studio", "dist", "playground")
await buildServed(folder)
console.log(folder)
