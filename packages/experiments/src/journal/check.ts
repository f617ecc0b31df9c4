/**
 * Whether what a journal says can be: a file is not believed.
 */
import * as Journal from "@marginalia/core/Journal"
import * as Ports from "@marginalia/core/Ports"

/** An event that cannot be, and why. */
export interface Impossible {
  readonly seq: number
  readonly problem: string
}

/** The error for an event that cannot be. */
export const impossibleEvent = ({ problem, seq }: Impossible): Journal.JournalError =>
  new Journal.JournalError({ reason: { _tag: "Impossible", seq, problem } })

const outside = (values: ReadonlyArray<number>, most: number): number =>
  values.findIndex((value) => !(value >= 0 && value <= most))

const predictionsProblem = (
  { poolPredictions }: Journal.Round,
  { classes, size }: Journal.Config
): string | undefined => {
  if (poolPredictions.length !== size) {
    return `it predicts ${poolPredictions.length} classes of the pool, which has ${size} items`
  }
  const at = outside(poolPredictions, classes - 1)
  return at < 0 ? undefined : `it predicts class ${poolPredictions[at]} of position ${at}; there are ${classes}, from 0`
}

/** Where labels are sets or numbers, there are numbers of them, and no classes. */
const measuresProblem = ({ measures = {}, poolPredictions }: Journal.Round): string | undefined => {
  if (Object.keys(measures).length === 0) return "it measured nothing"
  return poolPredictions.length === 0 ? undefined : "it predicts classes, and there are none"
}

const roundProblem = (round: Journal.Round, config: Journal.Config): string | undefined => {
  const { metrics, picks } = { metrics: round.metrics, picks: round.selection?.picks ?? [] }
  const classes = config.task === undefined ? config.classes : 0
  if (metrics.recall.length !== classes) {
    return `it has the recall of ${metrics.recall.length} classes, and there are ${classes}`
  }
  const stray = outside(picks.map(({ position }) => position), config.size - 1)
  if (stray >= 0) return `it picked position ${picks[stray]!.position} of a pool of ${config.size}`
  return config.task === undefined ? predictionsProblem(round, config) : measuresProblem(round)
}

const configProblem = ({ classes, initial, size }: Journal.Config): string | undefined => {
  if (size < 1 || classes < 1) return `it is of ${size} items and ${classes} classes`
  const at = outside(initial ?? [], size - 1)
  return at < 0 ? undefined : `the initial set names position ${initial![at]} of a pool of ${size}`
}

const labeledProblem = (rounds: ReadonlyArray<Journal.Round>): number => {
  let labeled = 0
  return rounds.findIndex((round) => {
    labeled += round.labels.filter((label) => label >= 0).length
    return round.labeled !== labeled
  })
}

/**
 * The first event that cannot be, if there is one: a label, a guess or a prediction that is no class of the configuration,
 * a position outside the pool or labeled twice, a number of labels that is not that of the labels. The order of events is
 * looked at elsewhere. O(bytes of the journal).
 */
export const impossible = (entries: ReadonlyArray<Journal.Entry>): Impossible | undefined => {
  const config = entries[0]?.event
  if (config?._tag !== "Config") return undefined
  const wrong = configProblem(config)
  if (wrong !== undefined) return { seq: 1, problem: wrong }
  const at = entries.filter(({ event }) => event._tag === "Round")
  const rounds = at.map(({ event }) => event as Journal.Round)
  const past = Ports.problemOfPast(rounds.map(Journal.past), config)
  if (past !== undefined) return { seq: at[past.round]!.seq, problem: past.problem }
  for (const [i, round] of rounds.entries()) {
    const problem = roundProblem(round, config)
    if (problem !== undefined) return { seq: at[i]!.seq, problem: `round ${i}: ${problem}` }
  }
  const miscounted = labeledProblem(rounds)
  if (miscounted < 0) return undefined
  const problem = `round ${miscounted}: it says that there are ${rounds[miscounted]!.labeled} labels, and there are not`
  return { seq: at[miscounted]!.seq, problem }
}
