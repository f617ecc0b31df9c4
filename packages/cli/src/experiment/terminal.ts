/**
 * A person at the terminal as the oracle: shows each item of the batch, and asks for its class.
 */
import { type Answer, type LabelRequest, type LabelsFileFault, Oracle, OracleError } from "@marginalia/core/Oracle"
import { visible } from "@marginalia/core/Visible"
import { writeAtomically } from "@marginalia/datasets/files/write"
import { numbersOf } from "@marginalia/datasets/items"
import type { UnitData } from "@marginalia/experiments/data/load"
import type { OracleLayer } from "@marginalia/experiments/oracle"
import type { Task } from "@marginalia/experiments/work/messages"
import * as Prompt from "effect/cli/Prompt"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as FileSystem from "effect/FileSystem"
import * as Layer from "effect/Layer"
import type * as Path from "effect/Path"
import * as Schema from "effect/Schema"
import type * as Terminal from "effect/Terminal"
import { drawing } from "../terminal/picture.ts"

/** What was answered already, by id: −1 is declined. Kept beside the journal until the batch is whole. */
const Answers = Schema.Record(Schema.String, Schema.Int.check(Schema.isGreaterThanOrEqualTo(-1)))
type Answers = typeof Answers.Type

const decodeAnswers = Schema.decodeUnknownEffect(Schema.fromJsonString(Answers))

const answersPath = (task: Task, { round }: LabelRequest): string => `${task.path}.round-${round}.answers.json`

const atFault = (path: string, fault: LabelsFileFault): OracleError =>
  new OracleError({ reason: { _tag: "LabelsFile", path, ...fault } })

/** The answers from before a stop, each a class or −1; what else the file may hold is refused, not taken for answers. */
const readAnswers = Effect.fnUntraced(function*(path: string, classes: number) {
  const fs = yield* FileSystem.FileSystem
  const text = yield* Effect.orElseSucceed(fs.readFileString(path), () => "{}")
  const answers = yield* Effect.mapError(
    decodeAnswers(text),
    (cause) => atFault(path, { fault: "Format", expected: "answers", cause })
  )
  const wrong = Object.entries(answers).find(([, label]) => label >= classes)
  if (wrong === undefined) return answers
  return yield* atFault(path, { fault: "Class", id: wrong[0], value: wrong[1], classes })
})

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

const label = Effect.fnUntraced(function*(question: LabelRequest, data: UnitData, task: Task) {
  const path = answersPath(task, question)
  let answers = yield* readAnswers(path, data.classNames.length)
  for (const [i, id] of question.ids.entries()) {
    if (Object.hasOwn(answers, id)) continue
    const lines = [CLEAR, ...picture(data, question.positions[i]!)]
    yield* Effect.forEach(lines, (line) => Console.error(line), { discard: true })
    const answer = yield* asked(choose(id, `${i + 1} of ${question.ids.length}`, data.classNames))
    answers = { ...answers, [id]: answer }
    yield* writeAtomically(path, JSON.stringify(answers)).pipe(
      Effect.mapError((cause) => atFault(path, { fault: "Unwritable", cause }))
    )
  }
  return { labels: Int32Array.from(question.ids, (id) => answers[id]!) } satisfies Answer as Answer
})

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
