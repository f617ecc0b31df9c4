/**
 * A person at the terminal as the oracle: shows each item of the batch, and asks for its class.
 */
import { type LabelRequest, Oracle } from "@marginalia/core/Oracle"
import { visible } from "@marginalia/core/Visible"
import { numbersOf } from "@marginalia/datasets/items"
import type { UnitData } from "@marginalia/experiments/data/load"
import type { OracleLayer } from "@marginalia/experiments/oracle"
import { type AskedItem, askOneByOne } from "@marginalia/experiments/oracle/one-by-one"
import type { Task } from "@marginalia/experiments/work/messages"
import * as Prompt from "effect/cli/Prompt"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import type * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type * as Path from "effect/Path"
import type * as Terminal from "effect/Terminal"
import { drawing } from "../terminal/picture.ts"

/** The picture of an item, where it is one; all channels as one gray. */
const picture = ({ images }: UnitData, position: number): ReadonlyArray<string> => {
  if (images === undefined) return []
  const [tall, wide, channels] = images.shape as readonly [number, number, number], size = tall * wide
  const image = numbersOf(images, position, position + 1)
  const gray = Float64Array.from({ length: size }, (_, pixel) => {
    let sum = 0
    for (let c = 0; c < channels; c++) sum += image[pixel * channels + c]!
    return sum / channels
  })
  return drawing(gray, tall, wide)
}

const choose = (id: string, progress: string, classNames: ReadonlyArray<string>) =>
  Prompt.Select({
    message: `${progress}  Which class has ${visible(id)}?`,
    choices: [
      ...classNames.map((name, value) => ({ title: visible(name), value })),
      { title: "I cannot say", value: -1, description: "it is not asked about again" }
    ]
  })

/** The line that tells how far the experiment is makes way. */
const CLEAR = "\r\x1b[K"

/** Ctrl-C at the question stops the experiment as it does anywhere else. */
const asked = (prompt: Prompt.Prompt<number>) =>
  Prompt.run(prompt).pipe(Effect.catchTag("QuitError", () => Effect.interrupt))

/** Beside the unit's journal. */
const answersPath = (task: Task, { round }: LabelRequest): string => `${task.path}.round-${round}.answers.json`

const asks = (data: UnitData) =>
  Effect.fnUntraced(function*({ id, number, of, position }: AskedItem) {
    const lines = [CLEAR, ...picture(data, position)]
    yield* Effect.forEach(lines, (line) => Console.error(line), { discard: true })
    return yield* asked(choose(id, `${number} of ${of}`, data.classNames))
  })

const label = (question: LabelRequest, data: UnitData, task: Task) =>
  askOneByOne(question, { path: answersPath(task, question), classes: data.classNames.length, ask: asks(data) })

/**
 * See the module. Each answer is on the disk before the next question, so that nothing is asked twice after a stop.
 */
export const terminalOracle: Effect.Effect<
  (data: UnitData, task: Task) => OracleLayer,
  never,
  Terminal.Terminal | FileSystem.FileSystem | Path.Path
> = Effect.map(
  Effect.context<Terminal.Terminal | FileSystem.FileSystem | Path.Path>(),
  (context) => (data, task) =>
    Layer.succeed(Oracle, { label: (question) => Effect.provide(label(question, data, task), context) })
)
