import { assert, it } from "vitest"
import { isPath } from "./path.ts"

it.each([
  ["digits", false],
  ["./photos", true],
  ["photos/", true],
  ["C:\\photos", true],
  ["./photos (1)", true],
  ["blobs(items=3)", false],
  ["mine(./a.csv)", false]
])("%s: %s", (text, expected) => {
  assert.strictEqual(isPath(text), expected)
})
