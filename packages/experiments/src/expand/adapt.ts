/**
 * What a strategy asks of the network: dropout for stochastic passes, fixed prototypes for a projection.
 */
import { type Column, Strategy } from "@marginalia/core"
import { type Network, network } from "@marginalia/models/training"
import type { LearnerWord } from "../file/learner.ts"
import { ConfigIssue, type Path } from "../file/mistake.ts"
import type { Finding } from "../unit.ts"

/** A strategy that was read, and what it needs beside the embedding. */
export interface Needing {
  readonly name: string
  readonly needs: ReadonlySet<Column>
}

/** The needs of a strategy, given the embedding. */
export const needsOf = (strategy: Strategy.Any): ReadonlySet<Column> => Strategy.needs(strategy, new Set(["embedding"]))

const DROPOUT = 0.5

const withDropout = (spec: Network): Network => network({ ...spec, dropout: DROPOUT } as never)

const withPrototypes = (spec: Network, radius: number): Network =>
  network({ ...spec, head: { kind: "max-separation", radius } } as never)

const refuse = (path: Path, name: string, why: string, how: string): never => {
  throw new ConfigIssue(path, `${name} ${why}; ${how}`)
}

/**
 * The learner as a strategy needs it, and what was changed. Dropout and head are not changed where the file
 * says what they are: then a strategy that they do not serve is refused.
 */
export const adapted = (
  learner: LearnerWord,
  { name, needs }: Needing,
  radius: number,
  path: Path
): { readonly learner: LearnerWord; readonly findings: ReadonlyArray<Finding> } => {
  const findings: Array<Finding> = []
  let spec = learner.network
  if (needs.has("passes") && spec.dropout === 0) {
    if (learner.fixed) {
      refuse(path, name, "takes stochastic passes, and the learner's network has no dropout", "give it dropout: 0.5")
    }
    spec = withDropout(spec)
    findings.push({
      rule: "dropout",
      problem:
        `${name} takes stochastic passes, so its learner has dropout ${DROPOUT} before the last layer, which the ` +
        "learner of the others does not have"
    })
  }
  if (needs.has("projection") && spec.head.kind === "learned") {
    if (learner.fixed) {
      const how = "give it head: max-separation, or the strategy a learner of its own"
      refuse(path, name, "takes a maximum-separation network, and the learner's has a learned head", how)
    }
    spec = withPrototypes(spec, radius)
    findings.push({
      rule: "head",
      problem: `${name} takes a maximum-separation network, so its learner has that head (radius ${radius}), and the ` +
        "learner of the others a learned one"
    })
  }
  return { learner: { ...learner, network: spec }, findings }
}
