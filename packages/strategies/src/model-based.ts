import type { Registry } from "@marginalia/core"
/** Filled in by the model-based strategies. */
export const modelBasedParts: ReadonlyArray<Registry.Described> = []
