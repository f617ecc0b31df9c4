/**
 * The command that runs the same experiment again.
 */
import * as Option from "effect/Option"
import { shellQuoted } from "../shell.ts"

/** What an experiment follows from, as the command line says it. */
export interface RunAsked {
  readonly file: Option.Option<string>
  readonly preset: Option.Option<string>
  readonly data: ReadonlyArray<string>
  readonly strategy: ReadonlyArray<string>
  readonly framework: Option.Option<string>
  readonly embedding: Option.Option<string>
  readonly unlabeled: boolean
  readonly seeds: Option.Option<number>
  readonly scale: Option.Option<number>
  readonly plugin: ReadonlyArray<string>
  /** The folder that was asked for, which commands on what was run name. */
  readonly out: Option.Option<string>
}

const one = (flag: string, value: Option.Option<string | number>): ReadonlyArray<string> =>
  Option.match(value, { onNone: () => [], onSome: (text) => [flag, String(text)] })

/** What an experiment follows from, as words of the command line, and the folder where one was asked for; not how fast it is run. */
export const commandOf = (input: RunAsked): string =>
  [
    "marginalia",
    "run",
    ...Option.toArray(input.file),
    ...one("--preset", input.preset),
    ...input.data.flatMap((text) => ["--data", text]),
    ...input.strategy.flatMap((text) => ["--strategy", text]),
    ...one("--framework", input.framework),
    ...one("--embedding", input.embedding),
    ...(input.unlabeled ? ["--unlabeled"] : []),
    ...one("--seeds", input.seeds),
    ...one("--scale", input.scale),
    ...input.plugin.flatMap((path) => ["--plugin", path]),
    ...one("--out", input.out)
  ].map(shellQuoted).join(" ")
