/**
 * In what our protocol is not a paper's.
 */
import { budgetText } from "@marginalia/core/Experiment"
import type { Experiment, Unit } from "@marginalia/experiments/unit"
import type { Protocol } from "./numbers.ts"

const started = ({ initial }: Unit): number => initial.kind === "none" ? 0 : initial.items

const networkText = ({ learning: { network, on } }: Unit): string => {
  if (on === "embedding") return `${network.kind} on embeddings`
  return network.kind === "resnet" ? `ResNet-${network.depth} of width ${network.width}` : `${network.kind} on images`
}

const isNetwork = ({ learning: { network, on } }: Unit, { on: wanted, resnet }: Protocol): boolean => {
  if (on !== wanted) return false
  return resnet === undefined || (network.kind === "resnet" && network.depth === resnet && network.width === 64)
}

const wantedNetwork = ({ on, resnet }: Protocol): string =>
  on === "semi-supervised" ? "semi-supervised training" : resnet === undefined ? on : `ResNet-${resnet} of width 64`

const tailReasons = (ours: number | undefined, theirs: number | undefined): ReadonlyArray<string> => {
  if (ours === theirs) return []
  if (ours === undefined) return [`no long tail for one of factor ${theirs}`]
  return [`a long tail of factor ${ours}${theirs === undefined ? "" : ` for ${theirs}`}`]
}

const dataReasons = (
  { data: { holdOut, longTail, subset } }: Unit,
  protocol: Protocol
): ReadonlyArray<string> => [
  ...(subset === null ? [] : [`a subset of ${subset.items} items`]),
  ...tailReasons(longTail?.factor, protocol.longTail),
  ...(holdOut === null ? [] : ["test items taken from the pool"])
]

const number = (what: string, ours: number, theirs: number | undefined): ReadonlyArray<string> =>
  theirs === undefined || ours === theirs ? [] : [`${what} ${ours} for ${theirs}`]

/** What differs, each in a few words, ours first; empty where the protocol is the same as far as it is known. */
export const differencesOf = (
  unit: Unit,
  scaled: Experiment["scaled"],
  protocol: Protocol
): ReadonlyArray<string> => [
  ...(scaled === null ? [] : [`scaled by ${scaled}`]),
  ...dataReasons(unit, protocol),
  ...(isNetwork(unit, protocol) ? [] : [`${networkText(unit)} for ${wantedNetwork(protocol)}`]),
  ...number("initial labels", started(unit), protocol.initial),
  ...(typeof unit.budget === "number"
    ? number("budget", unit.budget, protocol.budget)
    : [`a budget of ${budgetText(unit.budget)} for ${protocol.budget}`]),
  ...number("rounds", unit.rounds, protocol.rounds),
  ...number("epochs", unit.learning.recipe.epochs, protocol.epochs)
]
