/**
 * For tests of what optional packages do. They are too large to be installed for every test run (475 MB together): put
 * them into a folder of their own with `npm install onnxruntime-node@1.30.0 @huggingface/transformers@4.3.1`, and name the
 * folder by MARGINALIA_OPTIONAL.
 */
import { importOptional } from "@marginalia/datasets/optional"

/** Whether a package can be loaded; says why not, and how its tests are run. */
export const isPresent = async (name: string): Promise<boolean> => {
  const folder = process.env["MARGINALIA_OPTIONAL"]
  if (folder !== undefined && folder !== "") process.chdir(folder)
  try {
    await importOptional(name)
    return true
  } catch (cause) {
    const why = (cause instanceof Error ? cause.message : String(cause)).split("\n")[0]
    console.log(
      `not run: ${name} cannot be loaded (${why}); install it anywhere, and name the folder by MARGINALIA_OPTIONAL`
    )
    return false
  }
}
