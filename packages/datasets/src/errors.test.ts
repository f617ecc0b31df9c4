import { assert, describe, it } from "@effect/vitest"
import { DatasetError, type DatasetProblem, malformed } from "./errors.ts"

const text = (reason: DatasetProblem) => new DatasetError({ reason }).message

describe("DatasetError", () => {
  it("says what was wrong, with which values, and what to do", () => {
    assert.deepStrictEqual(
      [
        text({ _tag: "Unknown", name: "minst", allowed: ["mnist", "svhn"] }),
        text({ _tag: "Unreadable", path: "a", cause: undefined }),
        text({ _tag: "Changed", path: "a", expected: "md5 1", found: "md5 2" }),
        text({ _tag: "Mismatch", paths: ["a", "b"], problem: "3 images and 2 labels" }),
        text({ _tag: "BadImage", path: "a.png", problem: "no image" }),
        text({ _tag: "InvalidRequest", problem: "no", fault: "NoImage", images: 2 }),
        text({ _tag: "MissingPackage", name: "sharp", problem: "add it" }),
        malformed("a", 7, "no").message
      ],
      [
        "there is no data set \"minst\"; there are mnist, svhn",
        "a: this file cannot be read; check its permissions, or copy or download it again",
        "a: md5 2 instead of md5 1, so it is not the published file; copy or download it again",
        "a and b: 3 images and 2 labels",
        "a.png: no image; mend or remove it, or go on without such images: `skipBad: true`",
        "no",
        "add it",
        "a: byte 7: no"
      ]
    )
  })

  it("lists where a missing data set was looked for", () => {
    const folders = [{ path: "/a", problem: "no such folder" }, { path: "/b", problem: "lacks x" }]
    assert.strictEqual(
      text({ _tag: "Missing", name: "svhn", folders, how: "get it" }),
      "svhn is not here; get it\nlooked in\n  /a: no such folder\n  /b: lacks x"
    )
    assert.include(text({ _tag: "Missing", name: "svhn", folders: [], how: "get it" }), "looked in no folder")
  })
})
