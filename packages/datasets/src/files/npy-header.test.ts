import { assert, describe, it } from "@effect/vitest"
import { fixtures, fromBase64 } from "./fixtures/numpy.ts"
import { isNpy, parseNpyHeader } from "./npy-header.ts"

/** A version 1 file with this header and no numbers. */
const withHeader = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, text.length, 0, ...Buffer.from(text)])

const messageOf = (body: () => unknown): string => {
  try {
    body()
    return ""
  } catch (error) {
    return (error as Error).message
  }
}

const refused: Record<string, string> = {
  object: "the array holds Python objects, which only Python can read (dtype |O)",
  structured: "the array has named fields (a structured dtype)",
  text: "the array holds text (dtype <U2)",
  complex: "the array holds complex numbers (dtype <c16)",
  dates: "the array holds dates (dtype <M8[D])",
  "long double": "the array holds floating-point numbers of an unusual size (dtype <f16)"
}

describe("parseNpyHeader", () => {
  it("reads a header, in either kind of quotes and with Python 2's longs", () => {
    const bytes = withHeader(`{"descr": ">i4", "fortran_order": True, "shape": (3L, 4L)}`)
    const header = parseNpyHeader(bytes)
    const expected = { kind: "i4", descr: ">i4", littleEndian: false, fortranOrder: true, shape: [3, 4] }
    assert.deepStrictEqual(header, { ...expected, offset: bytes.length } as typeof header)
  })

  it.each(fixtures.bad)("refuses $name", ({ name, npy }) => {
    const hint = `save a numeric array: numpy.save(file, x.astype("float32"))`
    assert.throws(() => parseNpyHeader(fromBase64(npy)), `${refused[name]}; ${hint}`)
  })

  it("refuses other files", () => {
    assert.throws(
      () => parseNpyHeader(new TextEncoder().encode("id,x\n1,2\n")),
      "not an .npy file (it does not begin with \\x93NUMPY); save it again with numpy.save"
    )
    assert.throws(() => parseNpyHeader(new Uint8Array()), "not an .npy file")
    assert.isFalse(isNpy(new Uint8Array([0x93, 0x4E])))
  })

  it("refuses headers that are cut short, of an unknown version or not readable", () => {
    const header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }"
    const whole = withHeader(header)
    const size = whole.length
    assert.throws(() => parseNpyHeader(whole.slice(0, 8)), "only 8 bytes, the header is cut short; save it again")
    assert.throws(
      () => parseNpyHeader(whole.slice(0, 40)),
      `the header takes ${size} bytes and the file has 40, so it was cut short; save it again with numpy.save`
    )
    whole[6] = 4
    assert.throws(() => parseNpyHeader(whole), "version 4 of the .npy format is unknown (1, 2 and 3 are known)")
    assert.throws(
      () => parseNpyHeader(withHeader("{'descr': '<f4', 'fortran_order': False}")),
      "the header has no readable \"shape\": {'descr': '<f4', 'fortran_order': False}; save it again"
    )
    assert.throws(() => parseNpyHeader(withHeader(header.replace("False", "Maybe"))), "no readable \"fortran_order\"")
    assert.throws(() => parseNpyHeader(withHeader(header.replace("(2,)", "(-2,)"))), "shape (-2,) is not readable")
  })

  it("refuses headers without end, in few words", () => {
    const long = (text: string) => {
      const bytes = new TextEncoder().encode(text), size = new Uint8Array(Uint32Array.of(bytes.length).buffer)
      return Uint8Array.from([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 2, 0, ...size, ...bytes])
    }
    const shaped = (shape: string) => long(`{'descr': '<f4', 'fortran_order': False, 'shape': (${shape}), }`)
    const cases = [
      [shaped("1, ".repeat(20_000)), /the array has 20000 dimensions and NumPy's have at most 64/],
      [shaped("1, ".repeat(40_000)), /the header takes 120 kB/],
      [shaped("-1, ".repeat(10_000)), /the header's shape \(-1, .*\) is not readable/],
      [shaped("1e9, 2"), /is not readable/],
      [long(`{'descr': '${"x\u001b".repeat(20_000)}', 'fortran_order': False, 'shape': (1,), }`), /unknown type/],
      [long(`{'descr' ${"x\u001b".repeat(20_000)}`), /no readable "descr"/]
    ] as const
    for (const [bytes, problem] of cases) {
      const found = messageOf(() => parseNpyHeader(bytes))
      assert.match(found, problem)
      assert.isBelow(found.length, 300)
      assert.notInclude(found, "\u001b")
    }
  })
})
