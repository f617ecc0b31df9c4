/** The worker: reads the digits that it carries, and answers. */
import { labels, pixels } from "virtual:digits"
import { answering } from "./answering.ts"
import { makeEngine } from "./engine.ts"
import { poolsOf } from "./pools.ts"

const bytes = Uint8Array.from(atob(pixels), (letter) => letter.charCodeAt(0))
const pools = poolsOf({ pixels: bytes, truth: Array.from(labels, Number) })
answering(makeEngine(pools, () => performance.now()))
