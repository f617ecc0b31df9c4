import { assert, it } from "vitest"
import { openerOf } from "./browser.ts"

it("a link is opened by what the platform has, by what the person names, or not at all", () => {
  const at = (platform: NodeJS.Platform, screen: boolean, browser?: string) => openerOf(platform, { browser, screen })
  assert.deepStrictEqual(at("darwin", false), ["open"])
  assert.deepStrictEqual(at("win32", false), ["rundll32", "url.dll,FileProtocolHandler"])
  assert.deepStrictEqual(at("linux", true), ["xdg-open"])
  assert.isUndefined(at("linux", false))
  assert.deepStrictEqual(at("linux", false, "firefox"), ["firefox"])
})
