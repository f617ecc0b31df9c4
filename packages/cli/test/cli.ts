/**
 * The command in this process, with a fake terminal: arguments in, exit code and texts out.
 */
import * as NodeFileSystem from "@effect/platform-node/NodeFileSystem"
import * as NodePath from "@effect/platform-node/NodePath"
import { Resident, type Resident as Memory } from "@marginalia/experiments/selection/resident"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { ChildProcessSpawner } from "effect/process"
import * as Sink from "effect/Sink"
import * as Stdio from "effect/Stdio"
import * as Stream from "effect/Stream"
import * as Terminal from "effect/Terminal"
import { run } from "../src/run.ts"

/** What a run of the command comes to. */
export interface Result {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** What was drawn on stderr beside lines: the progress bar. */
  readonly drawn: string
}

/** What the fake terminal is like. */
export interface World {
  readonly stdin?: string | Uint8Array
  readonly terminal?: boolean
  /** The memory that it has; none by default: that of all tests together is not the command's. */
  readonly resident?: Memory
}

const encoder = new TextEncoder()

const fakeStdio = ({ stdin = "", terminal = false }: World, drawn: Array<string>) =>
  Stdio.layerTest({
    stdin: Stream.make(typeof stdin === "string" ? encoder.encode(stdin) : stdin),
    stderrIsTerminal: Effect.succeed(terminal),
    stdoutIsTerminal: Effect.succeed(terminal),
    stderr: () => Sink.forEach((text: string | Uint8Array) => Effect.sync(() => drawn.push(String(text))))
  })

const fakeTerminal = Layer.succeed(
  Terminal.Terminal,
  Terminal.make({
    columns: Effect.succeed(100),
    rows: Effect.succeed(24),
    size: Effect.die("not asked"),
    readInput: Effect.die("not read"),
    readLine: Effect.die("not read"),
    display: () => Effect.void
  })
)

const noProcesses = Layer.succeed(
  ChildProcessSpawner.ChildProcessSpawner,
  ChildProcessSpawner.make(() => Effect.die("not started"))
)

/** Runs the command; files are real, the terminal is not. */
export const cli = (args: ReadonlyArray<string>, world: World = {}): Effect.Effect<Result> =>
  Effect.gen(function*() {
    const [stdout, stderr, drawn]: [Array<string>, Array<string>, Array<string>] = [[], [], []]
    const console_: Console.Console = Object.assign(Object.create(console), {
      log: (...texts: ReadonlyArray<unknown>) => stdout.push(texts.join(" ")),
      error: (...texts: ReadonlyArray<unknown>) => stderr.push(texts.join(" "))
    })
    const code = yield* run(args).pipe(
      Effect.provideService(Console.Console, console_),
      Effect.provideService(Resident, world.resident ?? { now: Effect.succeed(0), highest: Effect.succeed(0) }),
      Effect.provide([NodeFileSystem.layer, NodePath.layer, fakeStdio(world, drawn), fakeTerminal, noProcesses])
    )
    return { code, stdout: stdout.join("\n"), stderr: stderr.join("\n"), drawn: drawn.join("") }
  })
