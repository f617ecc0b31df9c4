/**
 * The command that runs the same experiment again.
 */
import * as Option from "effect/Option"
import { shellQuoted } from "../shell.ts"
import type { RunInput } from "./run.ts"

const one = (flag: string, value: Option.Option<string | number>): ReadonlyArray<string> =>
  Option.match(value, { onNone: () => [], onSome: (text) => [flag, String(text)] })

/** What an experiment follows from, as words of the command line; not where and how fast it is run. */
export const commandOf = (input: RunInput): string =>
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
    ...one("--out", input.out),
    ...input.plugin.flatMap((path) => ["--plugin", path])
  ].map(shellQuoted).join(" ")
