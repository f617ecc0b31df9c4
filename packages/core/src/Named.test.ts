import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { assert, describe, it } from "vitest"
import { InvalidOptions } from "./Errors.ts"
import * as Named from "./Named.ts"
import * as Options from "./Options.ts"
import * as Registry from "./Registry.ts"
import * as Spec from "./Spec.ts"

type Frame = { readonly wood: string; readonly width: number }
const Wood = Schema.Struct({ wood: Schema.String, width: Schema.Finite })

const frames = Named.kind<Frame>("frame", (text) => text === "tree" ? "oak" : undefined)
const pictures = Named.kind<object>("picture", (text) => {
  const [, path] = /^file:(.+)$/.exec(text) ?? []
  return path === undefined
    ? undefined
    : Spec.print(Spec.make("file", { path }, { positional: ["path"], defaults: {} }))
})

const oak = Named.define(frames, {
  name: "oak",
  summary: "a heavy frame",
  options: Schema.Struct({ width: Options.field(Schema.Finite, 3, "how wide it is") }),
  positional: ["width"],
  make: ({ width }) => ({ wood: "oak", width })
})
const plain = Named.define(frames, { name: "plain", summary: "none", make: () => ({ wood: "none", width: 0 }) })
const file = Named.define(pictures, {
  name: "file",
  summary: "a picture that is there",
  options: Schema.Struct({
    path: Options.required(Options.Path, "the picture"),
    title: Options.field(Schema.String, "untitled", "what it is called"),
    frame: Options.field(Options.named(frames, Wood), oak(), "what is around it"),
    colors: Options.field(Schema.Array(Schema.Union([Schema.String, Schema.Finite])), [], "what it is painted in")
  }),
  positional: ["path"],
  rest: "colors",
  make: (options, spec) => ({ ...options, text: Spec.print(spec) })
})

const registry = Registry.make([oak, plain, file])
const read = (text: string) => Named.readUnsafe(pictures, text, registry)
const again = (text: string): string => Spec.print(read(text).spec)

describe("define", () => {
  it("is called with options, and refuses what it does not have", () => {
    assert.deepStrictEqual(oak({ width: 5 }), { wood: "oak", width: 5 })
    assert.deepInclude(file({ path: "a.png" }), { path: "a.png", title: "untitled", frame: oak(), text: "file(a.png)" })
    assert.deepInclude(file({ path: "a.png", frame: oak({ width: 2 }) }), { text: "file(a.png, frame=oak(2))" })
    assert.strictEqual(Spec.print(Named.specOf(file({ path: "a b" }))!), "file(\"a b\")")
    assert.isUndefined(Named.specOf({ wood: "oak" }))
    assert.throws(() => oak({ wdith: 5 } as object), /oak: there is no option "wdith"\. Did you mean "width"\?/)
    assert.throws(() => file({} as never), "file: path is missing (the picture)")
    assert.throws(() => file({ path: "" }), InvalidOptions)
  })

  it("is listed by kind, and a later one takes the place of an earlier one", () => {
    assert.deepStrictEqual([...Named.all(registry, frames).keys()], ["oak", "plain"])
    const other = Named.define(frames, { name: "oak", summary: "another", make: () => ({ wood: "o", width: 1 }) })
    const merged = Registry.merge(registry, Registry.make([other]))
    assert.strictEqual(Named.all(merged, frames).get("oak")?.summary, "another")
    assert.strictEqual(Named.all(merged, pictures).size, 1)
    assert.deepStrictEqual(Named.all(Registry.make([]), frames), new Map())
    assert.isTrue(Registry.has(registry, other.part))
    assert.isFalse(Registry.has(Registry.make([]), other.part))
  })
})

describe("read", () => {
  it("takes options by position, by name, the rest as a list, and things within things", () => {
    assert.deepInclude(read("file(my/a.png)").value, { path: "my/a.png", colors: [] })
    assert.deepInclude(read("file(a.png, red, 3, title=\"a b\")").value, { colors: ["red", 3], title: "a b" })
    assert.deepInclude(read("file(a.png, [red], frame=oak(7))").value, { colors: ["red"], frame: oak({ width: 7 }) })
    assert.deepInclude(read(" file(path=\"a.png\", frame=plain) ").value, { frame: plain() })
  })

  it("changes paths as it is told, in what is built and in what is printed", () => {
    const { spec, value } = Named.readUnsafe(pictures, "file(a.png, title=a.png)", registry, { path: (p) => `/x/${p}` })
    assert.deepInclude(value, { path: "/x/a.png", title: "a.png" })
    assert.strictEqual(Spec.print(spec), "file(/x/a.png, title=a.png)")
  })

  it.each([
    ["file(a.png)", "file(a.png)"],
    ["file( path = a.png , title = untitled )", "file(a.png)"],
    ["file(a.png, frame=oak)", "file(a.png, frame=oak(3))"],
    ["file(a.png, red, blue, frame=plain, title=\"x(y)\")", "file(a.png, red, blue, title=\"x(y)\", frame=plain)"],
    ["file(C:\\new\\a.png)", "file(C:\\new\\a.png)"],
    ["file(größe/ä.png)", "file(größe/ä.png)"],
    ["file(\"a b.png\", colors=[])", "file(\"a b.png\")"]
  ])("prints %s as %s", (text, printed) => {
    assert.strictEqual(again(text), printed)
    assert.strictEqual(again(printed), printed)
  })

  it.each([
    ["file:a.png", "Renamed", /the picture "file:a.png" is written file\(a\.png\) now/],
    ["file:a (1).png", "Renamed", /is written file\("a \(1\)\.png"\) now/],
    ["fille(a.png)", "Unknown", /there is no picture "fille"; there are file\. Did you mean "file"\?/],
    ["file(a.png, frame=ok)", "Unknown", /there is no frame "ok"; there are oak, plain\. Did you mean "oak"\?/],
    ["file(a.png, frame=tree)", "Renamed", /the frame "tree" is written oak now/],
    ["", "Unreadable", /the picture "" cannot be read: column 1: expected a name/],
    ["file(a.png", "Unreadable", /expected "," or "\)", found the end/],
    ["file(my pictures/a.png)", "Unreadable", /a text with spaces stands in double quotes/],
    ["file(a.png) | x", "Unreadable", /expected the end, found "\|"/]
  ])("refuses %s: %s", (text, reason, message) => {
    const error = Effect.runSync(Effect.flip(Named.read(pictures, text, registry)))
    assert.instanceOf(error, Named.InvalidName)
    assert.strictEqual((error as Named.InvalidName).reason._tag, reason)
    assert.match(error.message, message)
  })

  it.each([
    ["fille(a.png)", { value: "fille", allowed: ["file"], suggestion: "file" }],
    ["xyzzy", { value: "xyzzy", allowed: ["file"] }],
    ["file:a.png", { value: "file:a.png", suggestion: "file(a.png)" }],
    ["", {}],
    ["file(a.png, frame=oak(wide))", { value: "wide", expected: "a number" }],
    ["file(a.png, frme=oak)", { allowed: ["path", "title", "frame", "colors"], suggestion: "frame" }]
  ])("says of %j what was found and what may stand there", (text, fault) => {
    assert.deepStrictEqual(Named.faultOf(Effect.runSync(Effect.flip(Named.read(pictures, text, registry)))), fault)
  })

  it.each([
    ["file(a.png, framme=oak)", /file: there is no option "framme"\. Did you mean "frame"\?/],
    ["file(a.png, path=b.png)", /path is given twice/],
    ["file(a.png, red, colors=[blue])", /colors is given twice/],
    ["file(3)", /path takes a text, not 3/],
    ["file(oak(3))", /path takes no oak\(…\)/],
    ["file(a.png, frame=oak(wide))", /oak: width takes a number/],
    ["file(a.png, frame=plain(3))", /plain: a value without a name is one too many; write name=value/],
    ["file(a.png, frame=oak(3, 4))", /only width may stand without a name/],
    ["file", /path is missing/],
    ["file(a.png, constructor=1)", /there is no option "constructor"/]
  ])("refuses %s, whose options are wrong", (text, message) => {
    const error = Effect.runSync(Effect.flip(Named.read(pictures, text, registry)))
    assert.instanceOf(error, InvalidOptions)
    assert.match(error.message, message)
  })

  it("a text is changed in some options, and in nothing else", () => {
    const changed = (changes: object) =>
      Spec.print(
        Named.changeUnsafe(pictures, "file(a.png, red, frame=oak(5))", { ...changes }, registry).spec
      )
    assert.strictEqual(changed({}), "file(a.png, red, frame=oak(5))")
    assert.strictEqual(
      changed({ title: "a (b)", colors: [1, "x y"] }),
      "file(a.png, 1, \"x y\", title=\"a (b)\", frame=oak(5))"
    )
    assert.strictEqual(changed({ frame: "plain" }), "file(a.png, red, frame=plain)")
    assert.strictEqual(changed({ frame: "oak(2)" }), "file(a.png, red, frame=oak(2))")
    assert.throws(() => changed({ frme: "oak" }), /no option "frme"\. Did you mean "frame"/)
    assert.throws(() => changed({ frame: "oek(2)" }), /no frame "oek"/)
    assert.throws(() => changed({ title: { a: 1 } }), /title takes a value as it is written in a text/)
  })

  it("what is printed is read back, whatever the texts in it hold", () => {
    const word = fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("1", "1e5", ".5", "true", "a-", "x=1", "-", "[", "~/a", "C:/a", "3x3-pool")
    )
    const options = fc.record({
      path: word.filter((text) => text !== ""),
      title: word,
      width: fc.double({ noNaN: true, noDefaultInfinity: true }),
      colors: fc.array(fc.oneof(word, fc.double({ noNaN: true, noDefaultInfinity: true })), { maxLength: 4 })
    })
    fc.assert(fc.property(options, ({ colors, path, title, width }) => {
      const frame = Named.spec(oak.part, { width })
      const text = Spec.print(Named.spec(file.part, { path, title, frame, colors }))
      const found = read(text)
      assert.strictEqual(Spec.print(found.spec), text)
      const zero = (x: unknown) => Object.is(x, -0) ? 0 : x
      assert.deepInclude(found.value, {
        path,
        title,
        colors: colors.map(zero),
        frame: { wood: "oak", width: zero(width) }
      })
    }))
  })
})
