/**
 * What a Label Studio project asks: the choice of its labeling configuration.
 */
import { parseXml, XmlElement } from "@rgrove/parse-xml"

/** A choice of one label for an item. */
export interface Question {
  readonly fromName: string
  readonly toName: string
  /** The field of a task's data that is shown, where the configuration says so. */
  readonly field: string | undefined
  /** In the order of the configuration; empty where they come from the task's data. */
  readonly choices: ReadonlyArray<string>
}

const all = (element: XmlElement): ReadonlyArray<XmlElement> =>
  element.children.flatMap((child) => child instanceof XmlElement ? [child, ...all(child)] : [])

const root = (text: string): XmlElement | undefined => {
  try {
    return parseXml(text).root ?? undefined
  } catch {
    return undefined
  }
}

const choicesOf = (control: XmlElement): ReadonlyArray<string> =>
  all(control).flatMap(({ attributes, name }) => {
    // An alias is what an annotation says in place of the value.
    const value = attributes["alias"] ?? attributes["value"]
    return name === "Choice" && value !== undefined && !value.startsWith("$") ? [value] : []
  })

/**
 * The first `Choices` of a configuration whose name and object are said; undefined where there is none, or where the text is
 * no XML: then tasks are ordered, and nothing is suggested.
 */
export const questionOf = (config: string): Question | undefined => {
  const top = root(config)
  if (top === undefined) return undefined
  const elements = [top, ...all(top)]
  const control = elements.find(({ attributes, name }) =>
    name === "Choices" && attributes["name"] !== undefined && attributes["toName"] !== undefined
  )
  if (control === undefined) return undefined
  const { name: fromName = "", toName = "" } = control.attributes
  const object = elements.find(({ attributes }) => attributes["name"] === toName && attributes["value"] !== undefined)
  const field = /^\$([\w.-]+)$/.exec(object?.attributes["value"] ?? "")?.[1]
  return { fromName, toName, field, choices: choicesOf(control) }
}
