import { assert, describe, it } from "@effect/vitest"
import { redirectOf } from "./redirect.ts"

describe("redirectOf", () => {
  it("follows to web addresses, wherever they are", () => {
    const cases = [
      ["http://a/x", "/y", "http://a/y"],
      ["http://a/x/z", "y?q=1", "http://a/x/y?q=1"],
      ["http://a/x", "https://b/", "https://b/"],
      ["https://a/x", "//b/y", "https://b/y"],
      ["https://a:1/x", "HTTPS://B/y", "https://b/y"]
    ] as const
    for (const [url, location, to] of cases) assert.deepStrictEqual(redirectOf(url, location), { to })
  })

  it("refuses everything else, in words that a terminal can show", () => {
    const cases = [
      ["http://a/x", "file:///etc/passwd", /"file:\/\/\/etc\/passwd", which is not on the web/],
      ["http://a/x", "data:,x", /not on the web/],
      ["http://a/x", "ftp://a/x", /not on the web/],
      ["http://a/x", "http://", /no address/],
      ["https://a/x", "http://a/x", /others can read/],
      ["https://a/x", `javascript:\u001b[31m${"x".repeat(9999)}`, /^.{0,120}\\u001b.{0,120}$/]
    ] as const
    for (const [url, location, problem] of cases) {
      const found = redirectOf(url, location)
      assert.match("problem" in found ? found.problem : "", problem)
    }
  })
})
