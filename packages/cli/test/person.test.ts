import { assert, describe, it } from "@effect/vitest"
import { formats } from "@marginalia/studio/formats/format"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findBrowser, launch } from "../../studio/test/page/browser.ts"
import { one } from "./person.ts"
import { endAll } from "./person/command.ts"
import { makePhotos } from "./person/photos.ts"

/** One of them. All forms are `npm run check:person`'s, and come back without a command in import.test.ts. */
const few = formats.filter(({ format }) => format === "csv")

const program = findBrowser()
if (program === undefined) console.log("nobody labels in a browser: no Chromium on the PATH, and no CHROME_PATH")

describe.skipIf(program === undefined)(
  "a person in front of the page that the command serves",
  { timeout: 300_000 },
  () => {
    it("loses nothing that was saved, and teaches as well as a run", async () => {
      const folder = mkdtempSync(join(tmpdir(), "marginalia-person-")), browser = await launch(program!)
      try {
        const truth = await makePhotos("digits", 300, join(folder, "photos"))
        const { labels, loop, person } = await one(browser, folder, 1, 24, truth, few)
        assert.isAtLeast(labels, 24)
        // A single seed: five of them are within 2 points, see person.ts.
        assert.isAbove(person, loop - 0.15)
      } finally {
        endAll()
        await browser.close()
        rmSync(folder, { recursive: true, force: true })
      }
    })
  }
)
