/**
 * Texts as a person pastes them into a shell.
 */

/** A text in quotes, where a shell would take it apart or give it another meaning. */
export const shellQuoted = (text: string): string =>
  /^[\w./:=@%+-]+$/.test(text) ? text : `"${text.replaceAll(/(["\\$`])/g, "\\$1")}"`
