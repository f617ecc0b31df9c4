import { assert, describe, it } from "@effect/vitest"
import { fc, test } from "@fast-check/vitest"
import * as ConfigProvider from "effect/ConfigProvider"
import * as Effect from "effect/Effect"
import * as Redacted from "effect/Redacted"
import { readAddress } from "./address.ts"

const withEnvironment = (variables: { readonly [name: string]: string }) =>
  Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(variables)))

const read = (text: string, variables: { readonly [name: string]: string } = {}) =>
  readAddress(text).pipe(withEnvironment(variables))

const passwordOf = ({ password }: { readonly password: Redacted.Redacted | undefined }) =>
  password === undefined ? undefined : Redacted.value(password)

describe("the address of a queue", () => {
  it.effect("is shown without its password, in either place, and given to the client without it", () =>
    Effect.gen(function*() {
      for (const text of ["postgres://me:s3cret%40@db:5433/lab", "postgresql://me@db:5433/lab?password=s3cret%40"]) {
        const found = yield* read(text)
        assert.strictEqual(found.shown, `${text.split("//")[0]}//me@db:5433/lab`)
        assert.strictEqual(Redacted.value(found.url), found.shown)
        assert.strictEqual(passwordOf(found), "s3cret@")
        assert.notInclude(JSON.stringify(found), "s3cret")
      }
    }))

  it.effect("takes from the environment what it leaves out, and nothing else", () =>
    Effect.gen(function*() {
      const all = { PGPASSWORD: "p", PGUSER: "u", PGSSLMODE: "require" }
      const bare = yield* read("postgres://db/lab", all)
      assert.deepStrictEqual([passwordOf(bare), bare.username], ["p", "u"])
      assert.strictEqual(Redacted.value(bare.url), "postgres://db/lab?sslmode=require")
      const full = yield* read("postgres://me:own@db/lab?sslmode=disable", all)
      assert.deepStrictEqual([passwordOf(full), full.username], ["own", undefined])
      assert.strictEqual(Redacted.value(full.url), "postgres://me@db/lab?sslmode=disable")
      assert.strictEqual(passwordOf(yield* read("postgres://db")), undefined)
    }))

  it.effect("is refused without a word of what may be a password", () =>
    Effect.gen(function*() {
      for (
        const text of [
          "s3cret",
          "mysql://me:s3cret@db/lab",
          "postgres://me:s3cret@db:port/lab",
          "//me:s3cret@db",
          "postgres://me:s3cret%@db/lab"
        ]
      ) {
        const error = yield* Effect.flip(read(text))
        assert.deepStrictEqual([error.reason, error.exitCode], ["Address", 1], text)
        assert.notInclude(error.message, "s3cret")
        assert.notInclude(JSON.stringify(error), "s3cret")
        assert.isUndefined(error.cause)
        assert.match(error.message, /postgres:\/\/user@host:5432\/database/)
      }
    }))

  test.prop([fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.isWellFormed())])(
    "gives any password to the client as it is, and shows none of it",
    (password) => {
      const text = `postgres://me:${encodeURIComponent(password)}@db/lab`
      const found = Effect.runSync(read(text))
      assert.strictEqual(passwordOf(found), password)
      assert.strictEqual(found.shown, "postgres://me@db/lab")
    }
  )
})
