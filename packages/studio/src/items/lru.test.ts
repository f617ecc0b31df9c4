import { assert, it } from "vitest"
import { makeLru } from "./lru.ts"

it("what was not asked for longest goes first, and nothing beyond the limit is kept", () => {
  const lru = makeLru<string>(10)
  lru.put("a", "A", 4)
  lru.put("b", "B", 4)
  assert.strictEqual(lru.get("a"), "A")
  lru.put("c", "C", 4)
  assert.deepStrictEqual([lru.get("a"), lru.get("b"), lru.get("c"), lru.bytes()], ["A", undefined, "C", 8])
  lru.put("a", "other", 6)
  assert.deepStrictEqual([lru.get("a"), lru.bytes()], ["other", 10])
  lru.put("huge", "H", 11)
  assert.deepStrictEqual([lru.get("huge"), lru.get("c"), lru.bytes()], [undefined, "C", 10])
  lru.put("a", "gone", 11)
  assert.deepStrictEqual([lru.get("a"), lru.bytes()], [undefined, 4])
})
