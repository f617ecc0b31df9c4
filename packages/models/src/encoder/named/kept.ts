/** What a fitted encoder begins with: itself, and a way to keep it. */
import type { AnyItems, Items } from "@marginalia/datasets/items"
import { saveFitted } from "../fitted-store.ts"
import { type Fitted, fittedEncoder } from "../fitted.ts"
import type { Ready } from "../plan.ts"

/** The items that an encoder is fitted to, as it remembers them. */
export const inputOf = ({ normalization, shape }: AnyItems): Fitted["input"] => ({ shape, normalization })

/** A fitted encoder, ready; `about` is what is said of it beside how many items it was fitted to. */
export const kept = (fitted: Fitted, { rows }: AnyItems, about: Ready<Items>["about"] = {}): Ready<Items> => ({
  encoder: fittedEncoder(fitted),
  about: { fittedTo: rows, ...about },
  save: (folder) => saveFitted(fitted, folder)
})
