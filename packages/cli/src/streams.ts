/**
 * What becomes of the program when stdout or stderr can no longer be written.
 */
import { exit } from "@marginalia/experiments/exit-code"
import { writeSync } from "node:fs"

const problems: Readonly<Record<string, string>> = {
  ENOSPC: "no space is left on the disk",
  EIO: "the device has failed",
  EBADF: "it is closed"
}

/** The exit code for stdout that cannot be written, and what to say of it: nothing of a reader that has gone away. */
export const lostOutput = (code: string | undefined): { readonly code: number; readonly says: string | undefined } =>
  code === "EPIPE" || code === "ECONNRESET"
    ? { code: exit.pipe, says: undefined }
    : {
      code: exit.world,
      says: `marginalia: stdout: it cannot be written: ${problems[code ?? ""] ?? code ?? "an unknown error"}; ` +
        "what was printed is not whole, write it elsewhere"
    }

/**
 * Ends the program when stdout cannot be written: with 141, as a program that SIGPIPE ends, when its reader has gone away
 * (`| head -1`), else with 2 and a sentence. Files are whole by then: what is printed comes last. Notes that nobody reads
 * on stderr end nothing.
 */
export const watchStreams = (): void => {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    const { code, says } = lostOutput(error.code)
    try {
      if (says !== undefined) writeSync(2, `${says}\n`)
    } catch {
      // Nobody reads that either.
    }
    process.exit(code)
  })
  process.stderr.on("error", () => {})
}
