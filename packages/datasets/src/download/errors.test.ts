import { assert, describe, it } from "@effect/vitest"
import { DownloadError, type DownloadProblem, failed, unwritable } from "./errors.ts"

const text = (reason: DownloadProblem) => failed(reason).message

describe("DownloadError", () => {
  it("says what happened, and how to go on", () => {
    const url = "http://a/x"
    assert.deepStrictEqual(
      [
        text({ _tag: "Refused", url, status: 403 }),
        text({ _tag: "Cut", url, problem: "the connection broke", have: 12_345_678 }),
        text({ _tag: "NoSpace", path: "/d/x", needed: 2e9, free: 1e6 }),
        text({ _tag: "Incomplete", folder: "/d", problem: "it lacks x" })
      ],
      [
        "http://a/x: the server refuses (status 403); see the data set's page for where it is now",
        "http://a/x: the connection broke; 12.3 MB are kept: the same command goes on from there",
        "/d/x: the disk is too full: 2 GB are needed and 1 MB are free; make room, or name another folder; " +
        "the same command goes on from there",
        "/d: it lacks x; the authors may have packed the data set anew"
      ]
    )
  })

  it("tells a full disk from one that is not ours", () => {
    const full = Object.assign(new Error("no space"), { code: "ENOSPC" })
    assert.instanceOf(unwritable("/d/x")(full), DownloadError)
    assert.match(unwritable("/d/x")(full).message, /^\/d\/x: the disk is too full; make room/)
    const wrapped = Object.assign(new Error("outer"), { reason: { _tag: "Unknown", cause: full } })
    assert.deepStrictEqual(unwritable("/d/x")(wrapped).reason, { _tag: "Full", path: "/d/x", cause: wrapped })
    const denied = Object.assign(new Error("EACCES: denied"), { code: "EACCES" })
    assert.match(unwritable("/d/x")(denied).message, /cannot be written \(Error: EACCES: denied\); name another folder/)
  })
})
