/**
 * The command and its subcommands.
 */
import * as Command from "effect/cli/Command"
import { Debug } from "../debug.ts"
import { data } from "./data.ts"
import { doctor } from "./doctor.ts"
import { embed } from "./embed.ts"
import { explain } from "./explain.ts"
import { fork } from "./fork.ts"
import { predict } from "./predict.ts"
import { report } from "./report.ts"
import { run } from "./run.ts"
import { runs } from "./runs.ts"
import { select } from "./select.ts"
import { strategies } from "./strategies.ts"
import { train } from "./train.ts"
import { verify } from "./verify.ts"

const subcommands = [
  run,
  runs,
  fork,
  select,
  explain,
  strategies,
  data,
  embed,
  train,
  predict,
  report,
  verify,
  doctor
] as const

/** The words that stand after `marginalia`. */
export const commandNames: ReadonlyArray<string> = subcommands.map(({ name }) => name)

/** `marginalia`. */
export const marginalia = Command.make("marginalia").pipe(
  Command.withDescription("Marginalia chooses what to label next: active learning on your own embeddings."),
  Command.withGlobalFlags([Debug]),
  Command.withSubcommands(subcommands)
)
