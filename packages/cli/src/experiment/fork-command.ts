/**
 * `marginalia fork` as the command line sees it.
 */
import { limits } from "@marginalia/experiments/limits"
import * as Argument from "effect/cli/Argument"
import * as Command from "effect/cli/Command"
import * as Flag from "effect/cli/Flag"
import * as Effect from "effect/Effect"
import { Quiet } from "../terminal/note.ts"
import { wholeFlag } from "../whole-flag.ts"
import { working } from "./flags.ts"

const flags = {
  run: Argument.String("run").pipe(
    Argument.withDescription("The folder of an experiment, or the journal of one of its units (.db)")
  ),
  atRound: wholeFlag("at-round", limits.rounds).pipe(
    Flag.withMetavar("N"),
    Flag.withDescription("How many rounds are taken over as they were, from 1")
  ),
  strategy: Flag.String("strategy").pipe(
    Flag.withAlias("s"),
    Flag.withMetavar("name|text"),
    Flag.withDescription("The strategy that takes over")
  ),
  from: Flag.String("from").pipe(
    Flag.withMetavar("name"),
    Flag.withDescription("Branch only the units of this strategy (default: all)"),
    Flag.optional
  ),
  out: Flag.String("out").pipe(
    Flag.withAlias("o"),
    Flag.withMetavar("FOLDER"),
    Flag.withDescription("Where the branches go (default runs/<name>-fork)"),
    Flag.optional
  ),
  ...working
}

/** See the module. */
export const fork = Command.make("fork", flags, (input) =>
  Effect.promise(() => import("./fork.ts")).pipe(
    Effect.flatMap((work) => work.fork(input)),
    Effect.provideService(Quiet, input.quiet)
  )).pipe(
    Command.withDescription(
      "Branch a run: take over its first rounds as they were, and let another strategy go on from there. The branches are " +
        "an experiment of their own, with what they branch from beside them."
    ),
    Command.withShortDescription("Let another strategy take over after some round"),
    Command.withExamples([
      { command: "marginalia fork runs/digits --at-round 3 --strategy margin --from typiclust" },
      { command: "marginalia fork runs/digits/units/digits/supclust/0.db --at-round 5 -s badge --out runs/what-if" }
    ])
  )
