import { assert, describe, it } from "@effect/vitest"
import { analysis } from "../test/made.ts"
import { markdown, toMarkdown } from "./markdown.ts"
import { html } from "./page/html.ts"

describe("markdown", () => {
  it("has tables with names on the left and numbers on the right", () => {
    const text = toMarkdown({ caption: "two", head: ["a|b", "n"], rows: [["x*", html`<b>1</b>`]], notes: ["so"] })
    assert.strictEqual(text, "two:\n\n| a\\|b | n |\n| --- | ---: |\n| x\\* | 1 |\n\n- so")
  })

  it("tells everything of the page in tables, with the drawings by name", () => {
    const text = markdown(analysis(["spots", "more"]), {
      command: "marginalia report x",
      comparePaper: true,
      remarks: ["no PNG"]
    })
    for (const part of ["## spots", "## more", "![Learning curves on spots](plots/spots-accuracy.svg)", "## Ranks"]) {
      assert.include(text, part)
    }
    assert.match(text, /\| margin \| 6 \| 0\.\d{4} ± 0\.\d{4} \|/)
    assert.include(text, "At 5 %, after Holm's correction: margin is better than random, and none is worse.")
    assert.include(text, "error on the unlabeled rest")
    assert.include(text, "- no PNG")
    assert.include(text, "```sh\nmarginalia report x\n```")
  })
})
