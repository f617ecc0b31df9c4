/**
 * Arguments in, exit code out: every failure is said on stderr in a sentence, and nothing escapes.
 */
import { PartFailed, Suggest } from "@marginalia/core"
import { visible, visibleLines } from "@marginalia/core/Visible"
import { exit, exitCodeOf } from "@marginalia/experiments/exit-code"
import * as Cause from "effect/Cause"
import * as CliConfig from "effect/cli/CliConfig"
import * as CliOutput from "effect/cli/CliOutput"
import * as Command from "effect/cli/Command"
import * as GlobalFlag from "effect/cli/GlobalFlag"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { debug } from "./debug.ts"
import { presenter } from "./presenter.ts"
import { messageOf } from "./render.ts"
import { commandNames, marginalia } from "./root.ts"
import { layer as notices } from "./terminal/note.ts"
import { version } from "./version.ts"

const settings = Layer.mergeAll(
  CliConfig.layer({ builtIns: [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.Completions] }),
  CliOutput.layerPresenter(presenter),
  notices
)

const isHelp = (error: unknown): error is { readonly errors: ReadonlyArray<unknown> } =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === "ShowHelp"

const sayDefect = (cause: Cause.Cause<unknown>, debugging: boolean) =>
  Effect.gen(function*() {
    const squashed = Cause.squash(cause)
    const threw = squashed instanceof PartFailed && squashed.reason === "Thrown"
    const error = threw ? squashed.cause : squashed
    const where = threw ? ` in the part ${squashed.part}` : ""
    const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    yield* Console.error(
      `marginalia: this is a bug in marginalia, not in your input (${visible(what.split("\n")[0]!)})${visible(where)}`
    )
    yield* Console.error(
      debugging ? visibleLines(Cause.pretty(cause)) : "Please report it; --debug shows where it happened."
    )
    return exit.defect
  })

const sayFailure = (error: unknown, cause: Cause.Cause<unknown>, debugging: boolean) =>
  Effect.gen(function*() {
    const code = exitCodeOf(error)
    if (isHelp(error)) return error.errors.length > 0 ? exit.input : exit.ok
    if (code === exit.defect) return yield* sayDefect(cause, debugging)
    yield* Console.error(`marginalia: ${messageOf(error)}`)
    if (debugging) yield* Console.error(visibleLines(Cause.pretty(cause)))
    return code
  })

/** Says why a command failed; gives its exit code. */
export const handle = (cause: Cause.Cause<unknown>, debugging: boolean): Effect.Effect<number> => {
  if (Cause.hasInterruptsOnly(cause)) return Effect.interrupt
  const failure = cause.reasons.find(Cause.isFailReason)
  return failure === undefined || cause.reasons.some(Cause.isDieReason)
    ? sayDefect(cause, debugging)
    : sayFailure(failure.error, cause, debugging)
}

/** What asks for a text instead of the work. */
const asking: ReadonlySet<string> = new Set(["--help", "-h", "--version"])

/**
 * A word that is no command where help or the version is asked for, before or behind it; the parser would give the root's,
 * as if the word were not there.
 */
export const helpOfNothing = (args: ReadonlyArray<string>): string | undefined => {
  const word = args.find((arg) => !asking.has(arg) && arg !== `--${debug}`)
  if (word === undefined || word.startsWith("-") || !args.some((arg) => asking.has(arg))) return undefined
  return commandNames.includes(word) ? undefined : word
}

const sayNoCommand = (word: string) =>
  Effect.gen(function*() {
    yield* Console.error(`marginalia: there is no command "${visible(word)}".${Suggest.hint(word, commandNames)}`)
    yield* Console.error("See marginalia --help.")
    return exit.input as number
  })

/**
 * Where nothing is given for something: `--out ""`, `--out=`. Nothing that the command takes is an empty text, and taken for
 * a path it would be the folder that the user works in.
 */
const emptyWord = (args: ReadonlyArray<string>): string | undefined => {
  const at = args.findIndex((arg) => arg.trim() === "" || /^--[\w-]+=\s*$/.test(arg))
  if (at < 0) return undefined
  const arg = args[at]!, before = args[at - 1] ?? ""
  if (arg.startsWith("--")) return `what follows ${arg} is empty`
  return before.startsWith("-") ? `what follows ${before} is empty` : `argument ${at + 1} is empty`
}

const sayEmpty = (problem: string) =>
  Effect.as(
    Console.error(`marginalia: ${visible(problem)}; write something there, or leave it out`),
    exit.input as number
  )

/**
 * Runs the command with its arguments `args` (without `node` and the script); gives the exit code, and never fails:
 * what goes wrong is said on stderr.
 *
 * @example
 * ```ts no-run
 * import * as NodeServices from "@effect/platform-node/NodeServices"
 * import { run } from "@marginalia/cli"
 * import * as Effect from "effect/Effect"
 *
 * const code = await Effect.runPromise(run(["strategies"]).pipe(Effect.provide(NodeServices.layer)))
 * console.log(code)
 * ```
 */
export const run = (args: ReadonlyArray<string>): Effect.Effect<number, never, Command.Environment> => {
  const word = helpOfNothing(args)
  if (word !== undefined) return sayNoCommand(word)
  const empty = emptyWord(args)
  if (empty !== undefined) return sayEmpty(empty)
  return Command.runWith(marginalia, { version })(args).pipe(
    Effect.as<number>(exit.ok),
    Effect.catchCause((cause) => handle(cause, args.includes(`--${debug}`))),
    Effect.provide(settings)
  )
}
