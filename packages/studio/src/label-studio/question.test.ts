import { assert, describe, it } from "@effect/vitest"
import { questionOf } from "./question.ts"

describe("a labeling configuration", () => {
  it("asks its first choice, with what it shows", () => {
    assert.deepStrictEqual(
      questionOf(
        "<View><Header value=\"Which?\"/><Text name=\"text\" value=\"$review\"/><View style=\"a\"><Choices name=\"mood\" " +
          "toName=\"text\"><Choice value=\"Good\" alias=\"good\"/><View><Choice value=\"Bad\"/></View></Choices></View></View>"
      ),
      { fromName: "mood", toName: "text", field: "review", choices: ["good", "Bad"] }
    )
  })

  it("has none where it has no choice, or is no XML", () => {
    for (
      const text of [
        "",
        "<View",
        "<View/>",
        "<View><Choices name=\"x\"/></View>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"
      ]
    ) {
      assert.isUndefined(questionOf(text), text)
    }
  })
})
