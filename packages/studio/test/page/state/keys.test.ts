import { assert, describe, it } from "@effect/vitest"
import {
  classKey,
  commandNames,
  commands,
  keyMap,
  keysOf,
  type Press,
  pressed,
  spelled
} from "../../../programs/page/state/keys.ts"

const press = (key: string, held: Partial<Press> = {}): string | undefined =>
  pressed({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

describe("keys", () => {
  it("are written as people write them", () => {
    assert.deepStrictEqual([
      press("a"),
      press(" "),
      press("Z", { shiftKey: true }),
      press("z", { ctrlKey: true }),
      press("z", { metaKey: true }),
      press("Z", { ctrlKey: true, shiftKey: true }),
      press("ArrowLeft", { shiftKey: true }),
      press("x", { altKey: true })
    ], ["a", "Space", "Shift+Z", "Ctrl+z", "Ctrl+z", "Ctrl+Shift+Z", "Shift+ArrowLeft", "Alt+x"])
  })

  it("that need Shift or AltGr on some keyboards are the signs that they make", () => {
    assert.deepStrictEqual(press("?", { shiftKey: true }), "?")
    assert.deepStrictEqual(press("/", { shiftKey: true }), "/")
    assert.deepStrictEqual(press("[", { ctrlKey: true, altKey: true }), "[")
  })

  it("alone, or that do not say what they are, mean nothing", () => {
    for (const key of ["Shift", "Control", "Alt", "Meta", "AltGraph", "Dead", "Process"]) {
      assert.isUndefined(press(key))
    }
  })

  it("of all commands differ", () => {
    const all = commandNames.flatMap((name) => commands[name].keys)
    assert.strictEqual(new Set(all).size, all.length)
  })

  it("of classes come first, those of one's own next", () => {
    const classes = [{ id: 7, key: "x" }, { id: 8, key: null }, { id: 9, key: "É" }]
    const map = keyMap(classes, { skip: ["n"], undo: [], redo: ["x"] })
    assert.deepStrictEqual(map.get("x"), { class: 7 })
    assert.deepStrictEqual(map.get(classKey("É")), { class: 9 })
    assert.deepStrictEqual([keysOf(map, "skip"), keysOf(map, "undo"), keysOf(map, "redo"), keysOf(map, "bad")], [
      ["n"],
      [],
      [],
      []
    ])
    assert.isUndefined(map.get("Space"))
  })

  it("read well", () => {
    assert.deepStrictEqual(["Ctrl+Shift+Z", "Ctrl+z", "+", "Ctrl++", "ArrowUp", "a"].map(spelled), [
      "Ctrl+Shift+Z",
      "Ctrl+Z",
      "+",
      "Ctrl++",
      "↑",
      "a"
    ])
  })
})
