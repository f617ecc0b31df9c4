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

const dataReasons = ({ data: { holdOut, longTail, subset } }: Unit): ReadonlyArray<string> => [
  ...(subset === null ? [] : [`a subset of ${subset.items} items`]),
  ...(longTail === null ? [] : [`a long tail of factor ${longTail.factor}`]),
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
  ...dataReasons(unit),
  ...(isNetwork(unit, protocol) ? [] : [`${networkText(unit)} for ${wantedNetwork(protocol)}`]),
  ...number("initial labels", started(unit), protocol.initial),
  ...(typeof unit.budget === "number"
    ? number("budget", unit.budget, protocol.budget)
    : [`a budget of ${budgetText(unit.budget)} for ${protocol.budget}`]),
  ...number("rounds", unit.rounds, protocol.rounds),
  ...number("epochs", unit.learning.recipe.epochs, protocol.epochs)
]
