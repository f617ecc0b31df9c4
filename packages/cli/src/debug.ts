/**
 * `--debug`: the whole story of a failure.
 */
import * as Flag from "effect/cli/Flag"
import * as GlobalFlag from "effect/cli/GlobalFlag"

/** The flag's name. */
export const debug = "debug"

/** Understood by every subcommand. */
export const Debug = GlobalFlag.Setting("debug")({
  flag: Flag.Boolean(debug).pipe(
    Flag.withoutNegation,
    Flag.withDescription("Show the stack trace of a failure"),
    Flag.withDefault(false)
  )
})
