import { assert, describe, it } from "@effect/vitest"
import { MissingColumn, PartFailed, UnreadableStrategy } from "@marginalia/core"
import * as Message from "@marginalia/core/Message"
import { InvalidInput } from "@marginalia/datasets/files/errors"
import { UsageProblem } from "@marginalia/datasets/problems"
import { asFlag, messageOf } from "./render.ts"

const flags = (...settings: ReadonlyArray<Message.Setting>) => settings.map(asFlag)

describe("asFlag", () => {
  it("writes a setting's name with hyphens, and its value as it is typed", () => {
    assert.deepStrictEqual(
      flags(
        Message.setting("labelColumn"),
        Message.setting("noHeader", { value: true }),
        Message.setting("size", { value: 224 }),
        Message.setting("features", { example: "a,b,c" }),
        Message.setting("skip", { value: ["n/a"] }),
        Message.setting("skip", { value: ["not known"] })
      ),
      [
        "--label-column",
        "--no-header",
        "--size 224",
        "--features a,b,c",
        "--skip-label n/a",
        "--skip-label \"not known\""
      ]
    )
  })

  it("knows what has another form here: columns, commands, and labels that are left", () => {
    assert.deepStrictEqual(
      flags(
        Message.column("probability"),
        Message.setting("download", { call: true, value: "mnist" }),
        Message.setting("resume", { call: true, value: "runs/e" }),
        Message.setting("labels", { value: "none" }),
        Message.setting("remote", { value: true }),
        Message.setting("byPosition", { value: true })
      ),
      [
        "--column probability=FILE",
        "marginalia data mnist --download",
        "marginalia run runs/e --resume",
        "--unlabeled",
        "--allow-remote",
        "--labels-by-position"
      ]
    )
  })
})

describe("messageOf", () => {
  it("says an error's data with flags, where its own message has code", () => {
    const says = Message.text`give ${Message.setting("classes")}`
    const errors = [
      new UsageProblem({ problem: "p", hint: says, reason: "Missing", setting: "out" }),
      new InvalidInput({ path: "a.csv", problem: "p", hint: says, reason: "Empty" }),
      new PartFailed({ part: "p", problem: says, reason: "Own", value: 0 })
    ]
    assert.deepStrictEqual(errors.map(messageOf), [
      "p; give --classes",
      "a.csv: p; give --classes",
      "p: give --classes"
    ])
    assert.deepStrictEqual(errors.map(({ message }) => message), [
      "p; give `classes`",
      "a.csv: p; give `classes`",
      "p: give `classes`"
    ])
  })

  it("says where a column comes from, with the service in code only", () => {
    const supply = [{
      advice: Message.text`give it with the query (${Message.column("x")})`,
      service: "Classifier"
    }] as const
    const error = new MissingColumn({ strategy: "s", part: "p", columns: ["x"], supply })
    assert.strictEqual(
      messageOf(error),
      "s: p needs the column \"x\"; give it with the query (--column x=FILE), or provide a Classifier"
    )
  })

  it("keeps the lines of a class that has several, and makes one line of the rest, harmless to a terminal", () => {
    assert.lengthOf(messageOf(new UnreadableStrategy({ text: "top(", at: 4, problem: "more" })).split("\n"), 3)
    assert.strictEqual(messageOf(new Error("a\nb\u001b[2J")), "a\\nb\\x1b[2J")
    assert.strictEqual(
      messageOf(new UsageProblem({ problem: "a\nb", hint: "c", reason: "Missing", setting: "out" })),
      "a\\nb; c"
    )
    const { problem } = { problem: Message.text`a\u001b ${Message.setting("out")}` }
    assert.strictEqual(
      messageOf(new UsageProblem({ problem, hint: "c", reason: "Missing", setting: "out" })),
      "a\\x1b --out; c"
    )
  })
})
