import { assert, describe, it } from "@effect/vitest"
import * as Message from "@marginalia/core/Message"
import { asFlag } from "../packages/cli/src/render.ts"
import { isTest, programsOf, sourcesOf, textOf, textsOf } from "./sources.ts"

const libraries = [
  "core",
  "strategies",
  "datasets",
  "models",
  "experiments",
  "report",
  "studio",
  "distributed",
  "testkit"
] as const

const filesOf = (names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.flatMap((name) => [...sourcesOf(name), ...programsOf(name)]).filter((file) => !isTest(file))

/** Not `var(--name)`, which is CSS. */
const FLAG = /(?:^|[\s`"']|(?<!var)\()--[a-z][a-z-]+/

/** Where `--name` in a library is no advice to a person at the command line. */
const flagsBelong: { readonly [file: string]: string } = {
  "packages/report/src/page/style.ts": "custom properties of CSS",
  "packages/report/programs/map/plane.ts": "a custom property of CSS",
  "packages/report/src/page/errors.ts": "a custom property of CSS",
  "packages/report/src/report.ts": "the command line that makes the same report, which the page shows as such"
}

/** Where the message of an error that is not ours is looked into, since it says nothing as data. */
const messagesRead: { readonly [file: string]: string } = {
  "packages/core/src/strategy/guarded.ts":
    "V8 throws a RangeError for arrays that do not fit, and says so in words only",
  "packages/models/src/train/attempt.ts": "backends of tfjs say in words only that memory ran out",
  "packages/datasets/src/optional.ts": "esbuild says in words only that a package is absent",
  "packages/datasets/src/image/decode.ts": "sharp says in words only that an image has too many pixels",
  "packages/experiments/src/engine/packages.ts": "Node names the absent package in words only",
  "packages/cli/programs/tried.ts": "Node names the absent package in words only"
}

const TAKEN_APART =
  /\.test\(\w*[cC]ause[\w.]*message|\.test\([^)]*\.message|\.message\.(?:includes|match|startsWith|endsWith|search|replace|indexOf)\(/

describe("a library's messages", () => {
  it("name no flags: settings stand in them as data, which the command writes as flags", () => {
    const files = filesOf(libraries).filter((file) => flagsBelong[file] === undefined && FLAG.test(textOf(file)))
    const found = files.flatMap((file) =>
      textsOf(file).filter(({ text }) => FLAG.test(text)).map(({ line, text }) => `${file}:${line}: ${text}`)
    )
    assert.deepStrictEqual(found, [])
  })

  it("are not taken apart: what is known of an error stands in its fields", () => {
    const found = filesOf([...libraries, "cli"]).filter((file) => TAKEN_APART.test(textOf(file)))
    assert.deepStrictEqual(found.filter((file) => messagesRead[file] === undefined), [])
  })

  it("have exceptions only where they are needed", () => {
    const flagged = Object.keys(flagsBelong).filter((file) => !textsOf(file).some(({ text }) => /--[a-z]/.test(text)))
    assert.deepStrictEqual(flagged, [])
    for (const file of Object.keys(messagesRead)) assert.include(textOf(file), "message", file)
  })
})

const SETTING = /Message\.setting\(\s*"(\w+)"(?:,\s*\{([^}]*)\})?/g
const DECLARED = /(?:Flag\.\w+|wholeFlag)\(\s*"([\w-]+)"/g

describe("a setting that a message names", () => {
  it("is a flag of the command", () => {
    const flags = new Set(
      sourcesOf("cli").flatMap((file) => [...textOf(file).matchAll(DECLARED)].map((found) => `--${found[1]!}`))
    )
    const named = filesOf(libraries).flatMap((file) =>
      [...textOf(file).matchAll(SETTING)].map(([, name = "", more = ""]) => ({ file, name, more }))
    )
    const unknown = named.filter(({ more, name }) => {
      const value = /value: "none"/.test(more) ? { value: "none" } : {}
      const written = asFlag(Message.setting(name, { ...value, ...(/call: true/.test(more) ? { call: true } : {}) }))
      const flag = /--[\w-]+/.exec(written)?.[0]
      return flag === undefined || !flags.has(flag)
    })
    assert.isAbove(named.length, 30)
    assert.deepStrictEqual(unknown.map(({ file, name }) => `${file}: ${name}`), [])
  })
})

describe("an error's class", () => {
  it("says what the command exits with", () => {
    const without = filesOf([...libraries.filter((name) => name !== "testkit"), "cli"]).flatMap((file) =>
      textOf(file).split(/(?=^export class \w+ extends (?:Data\.TaggedError|RangeError))/m).slice(1)
        .filter((text) => !/exitCode/.test(text.slice(0, text.search(/^\}$/m))))
        .map((text) => `${file}: ${/class (\w+)/.exec(text)![1]!}`)
    )
    assert.deepStrictEqual(without, [])
  })
})
