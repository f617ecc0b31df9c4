/**
 * The command and its subcommands.
 */
import * as Command from "effect/cli/Command"
import { annotate } from "./annotate/command.ts"
import { audit } from "./audit/command.ts"
import { data } from "./data/command.ts"
import { Debug } from "./debug.ts"
import { doctor } from "./doctor/command.ts"
import { embed } from "./embed/command.ts"
import { encoders } from "./encoders/command.ts"
import { fork } from "./experiment/fork-command.ts"
import { run } from "./experiment/run-command.ts"
import { runs } from "./experiment/runs-command.ts"
import { explain } from "./explain/command.ts"
import { label } from "./label/command.ts"
import { labels } from "./labels/command.ts"
import { playground } from "./playground/command.ts"
import { predict } from "./predict/command.ts"
import { worker } from "./queue/worker-command.ts"
import { report } from "./report/command.ts"
import { select } from "./select/command.ts"
import { serve } from "./serve/command.ts"
import { shard } from "./shard/command.ts"
import { strategies } from "./strategies/command.ts"
import { train } from "./train/command.ts"
import { verify } from "./verify/command.ts"

const subcommands = [
  label,
  run,
  worker,
  runs,
  fork,
  select,
  shard,
  explain,
  playground,
  strategies,
  data,
  embed,
  encoders,
  train,
  predict,
  annotate,
  audit,
  labels,
  report,
  serve,
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
