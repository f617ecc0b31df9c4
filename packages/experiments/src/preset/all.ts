/**
 * The presets by name.
 */
import { msal, msalBeta, msalImbalanced, msalQuery, msalRadius } from "./msal.ts"
import type { Preset } from "./preset.ts"
import { supclustAblations, supclustSmall, supclustTemperature, supclustTiny } from "./supclust.ts"

/** The presets, by name: experiments of papers, as files that can be run. */
export const presets: ReadonlyMap<string, Preset> = new Map(
  [
    supclustTiny,
    supclustSmall,
    supclustAblations,
    supclustTemperature,
    msal,
    msalImbalanced,
    msalBeta,
    msalRadius,
    msalQuery
  ].map((preset) => [preset.name, preset])
)
