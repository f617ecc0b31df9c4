/**
 * How large the pages are that the system gives to memory.
 *
 * Linux gives large ones to all (`always`), to who asks (`madvise`) or to nobody. Node does not ask, and numpy does: in a virtual
 * machine, whose addresses are translated twice, kernels then read memory several times slower than they could.
 */
import { readFileSync } from "node:fs"

/** Who gets large pages. */
export type HugePages = "always" | "madvise" | "never"

/** What the system says in its `file`; undefined where it says nothing, as outside of Linux. */
export const hugePages = (file = "/sys/kernel/mm/transparent_hugepage/enabled"): HugePages | undefined => {
  try {
    return /\[(always|madvise|never)\]/.exec(readFileSync(file, "utf8"))?.[1] as HugePages | undefined
  } catch {
    return undefined
  }
}
