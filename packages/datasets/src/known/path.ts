/**
 * Paths among the names of data sets.
 */

/** Whether this is the path of a folder of images or of a table rather than a data set's name: it holds a slash, and no parentheses. */
export const isPath = (dataset: string): boolean => /[/\\]/.test(dataset) && !/^[\w-]+\(.*\)$/s.test(dataset)
