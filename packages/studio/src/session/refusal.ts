/**
 * Why an act cannot be done, as data and in words. Tested with `check.ts`.
 */
import * as Quote from "@marginalia/core/Quote"
import { counted } from "@marginalia/core/Words"
import * as Data from "effect/Data"

/** The longest name of a class, in UTF-16 units. */
export const LONGEST_NAME = 200

/** Why an act cannot be done. Items are positions, classes numbers, acts the numbers of their events. */
export type Refusal =
  /** There is no `item`: the pool has `size`, from 0. */
  | { readonly _tag: "Item"; readonly item: number; readonly size: number }
  /** It is about no item. */
  | { readonly _tag: "NoItems" }
  /** It names an item twice. */
  | { readonly _tag: "ItemTwice"; readonly item: number }
  /** There is no such class. */
  | { readonly _tag: "Class"; readonly class: number }
  /** The class was merged into another. */
  | { readonly _tag: "Merged"; readonly class: number; readonly into: number }
  /** A class cannot have this name: it is blank, has a space around it, is longer than 200 units, or has line breaks or half a character. */
  | { readonly _tag: "Name"; readonly name: string; readonly fault: "blank" | "space" | "length" | "control" | "half" }
  /** Another class, `class`, has the name. */
  | { readonly _tag: "NameTaken"; readonly name: string; readonly class: number }
  /** An import brings a class twice. */
  | { readonly _tag: "NameTwice"; readonly name: string }
  /** The class that would be taken back has labels. */
  | { readonly _tag: "InUse"; readonly name: string; readonly labels: number }
  /** Two classes would have one name. */
  | { readonly _tag: "Clash"; readonly name: string }
  /** A class that was merged would be merged into none. */
  | { readonly _tag: "Orphan"; readonly class: number }
  /** A class would be merged into itself. */
  | { readonly _tag: "Itself"; readonly class: number }
  /** A class that is added has the number `next`. */
  | { readonly _tag: "NextClass"; readonly class: number; readonly next: number }
  /** A key is one character. */
  | { readonly _tag: "Key"; readonly key: string }
  /** There is nothing to take back, or to bring back. */
  | { readonly _tag: "Nothing"; readonly to: "undo" | "redo" }
  /** Only the `last` act can be taken back, or the last that was can be brought back. */
  | { readonly _tag: "NotLast"; readonly to: "undo" | "redo"; readonly act: number; readonly last: number }
  /** No act was made under the nonce. */
  | { readonly _tag: "NoAct"; readonly nonce: string }
  /** The nonce is another act's. */
  | { readonly _tag: "Nonce"; readonly nonce: string }
  /** The act was done already. */
  | { readonly _tag: "Done"; readonly nonce: string }
  /** So many probabilities are suggested of so many items. */
  | { readonly _tag: "Chances"; readonly items: number; readonly chances: number }
  /** A strategy has no text. */
  | { readonly _tag: "Strategy"; readonly strategy: string }
  /** Nobody does it. */
  | { readonly _tag: "Nobody" }
  /** A project is created once. */
  | { readonly _tag: "Created" }
  /** A training knows of an event that is yet to come. */
  | { readonly _tag: "Future"; readonly event: number }
  /** Label Studio's choice is no class; `fault` says why, undefined where neither project nor configuration has it. */
  | { readonly _tag: "Choice"; readonly choice: string; readonly fault: Refusal | undefined }
  /** Label Studio's annotation is of a task that fits no item. */
  | { readonly _tag: "Task"; readonly annotation: string }

const ofName = ({ fault, name }: Refusal & { readonly _tag: "Name" }): string => {
  switch (fault) {
    case "blank":
      return "a class needs a name"
    case "space":
      return `the name "${name}" begins or ends with a space`
    case "length":
      return `a class name has at most ${LONGEST_NAME} characters; this has ${name.length}`
    case "half":
      return `the name ${Quote.value(name)} holds half of a character; type it anew`
    case "control":
      return "a class name has no line breaks or control characters"
  }
}

const ofTurn = (why: Refusal & { readonly _tag: "Nothing" | "NotLast" }): string => {
  if (why._tag === "Nothing") return `there is nothing to ${why.to}`
  const what = why.to === "undo" ? "not your last" : "not the last that you took back"
  return `act ${why.act} is ${what}; that is ${why.last}`
}

const ofChoice = ({ choice, fault }: Refusal & { readonly _tag: "Choice" }): string =>
  `the choice "${choice.slice(0, 200)}" is no class: ${
    fault === undefined ? "neither the project nor the labeling configuration has it" : inWords(fault)
  }`

const words: { readonly [Tag in Refusal["_tag"]]: (why: Extract<Refusal, { readonly _tag: Tag }>) => string } = {
  Item: ({ item, size }) => `there is no item ${item}: the pool has ${size}, from 0`,
  NoItems: () => "it is about no item",
  ItemTwice: () => "it has an item twice",
  Class: (why) => `there is no class ${why.class}`,
  Merged: (why) => `class ${why.class} was merged into class ${why.into}`,
  Name: ofName,
  NameTaken: ({ name }) => `there is a class "${name}" already; merge the two instead`,
  NameTwice: () => "it names a class twice",
  InUse: ({ labels, name }) => `class "${name}" has ${counted(labels, "label")}; merge it into another instead`,
  Clash: ({ name }) => `there would be two classes "${name}"; rename one first`,
  Orphan: (why) => `class ${why.class} would be merged into none`,
  Itself: () => "a class cannot be merged into itself",
  NextClass: (why) => `the next class is ${why.next}, not ${why.class}`,
  Key: () => "a key is one character",
  Nothing: ofTurn,
  NotLast: ofTurn,
  NoAct: ({ nonce }) => `there is no act "${nonce}"`,
  Nonce: ({ nonce }) => `"${nonce}" was the nonce of another act; make a new one for each`,
  Done: () => "it was done already",
  Chances: ({ chances, items }) =>
    `it has ${chances} probabilities for ${counted(items, "item")}; give one an item, or none`,
  Strategy: () => "a strategy needs a name",
  Nobody: () => "nobody acts",
  Created: () => "a project is created once",
  Future: ({ event }) => `it knows of event ${event}, which is yet to come`,
  Choice: ofChoice,
  Task: ({ annotation }) => `annotation ${annotation} is of a task that fits no item`
}

/** A refusal, `why`, as a person reads it: what is wrong, and what to do. */
export const inWords = (why: Refusal): string => (words[why._tag] as (why: Refusal) => string)(why)

/** An act that cannot be done; `reason` says why, as data. */
export class Refused extends Data.TaggedError("Refused")<{ readonly reason: Refusal }> {
  readonly exitCode = 1
  override get message(): string {
    return inWords(this.reason)
  }
}
