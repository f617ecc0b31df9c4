/**
 * CVAT for images, XML: the tag of each image.
 */
import * as Quote from "@marginalia/core/Quote"
import { parseXml, XmlElement, XmlError } from "@rgrove/parse-xml"
import { Malformed } from "../files/errors.ts"
import { type LabelRecord, oneLabel, type Reading } from "./reading.ts"

const elements = (parent: XmlElement, name: string): ReadonlyArray<XmlElement> =>
  parent.children.filter((child): child is XmlElement => child instanceof XmlElement && child.name === name)

const rootOf = (text: string): XmlElement => {
  let root: XmlElement | null
  try {
    root = parseXml(text).root
  } catch (error) {
    // What is nested without end runs out of stack.
    if (!(error instanceof XmlError) && !(error instanceof RangeError)) throw error
    throw new Malformed(`this is not whole XML (${Quote.thrown(error)})`, "export it again", {
      reason: "Format",
      expected: "XML"
    })
  }
  if (root?.name === "annotations") return root
  const hint = "export the task as CVAT for images 1.1, or as ImageNet 1.0"
  throw new Malformed(`this XML is of <${root?.name ?? ""}>, not of CVAT's <annotations>`, hint, {
    reason: "Format",
    expected: "annotations",
    value: root?.name
  })
}

const SHAPES = ["box", "polygon", "polyline", "points", "ellipse", "mask", "skeleton", "cuboid"]

/**
 * The tag of each image; images without one are not labeled. Shapes are passed over, with a note.
 *
 * Throws {@link Malformed}: an image with two tags, tracks (videos), shapes only.
 */
export const cvatLabels = (text: string): Reading => {
  const root = rootOf(text)
  let shapes = 0, tags = 0
  const records = elements(root, "image").map((image): LabelRecord => {
    const { id = "", name } = image.attributes
    if (name === undefined) {
      throw new Malformed(`image ${id} has no name`, "export it again", {
        reason: "Missing",
        expected: "name",
        value: id
      })
    }
    const where = `in image ${id} (${name})`
    const labels = elements(image, "tag").map((tag) => tag.attributes["label"] ?? "")
    tags += labels.length
    shapes += SHAPES.reduce((sum, shape) => sum + elements(image, shape).length, 0)
    return { names: { name }, label: oneLabel(labels, where), where }
  })
  if (records.length === 0) {
    const problem = elements(root, "track").length > 0 ? "it holds tracks of a video" : "it holds no image"
    throw new Malformed(problem, "export images with tags, as CVAT for images 1.1", { reason: "Empty" })
  }
  if (tags === 0 && shapes > 0) {
    throw new Malformed(
      `its ${shapes} shapes are of parts of images, and no image has a tag`,
      "tag whole images in CVAT",
      { reason: "Missing", expected: "tag" }
    )
  }
  return {
    form: "cvat-xml",
    records,
    notes: shapes === 0 ? [] : [`${shapes} shapes of parts of images are passed over`]
  }
}
