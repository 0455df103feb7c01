// Runs in a page, handed over by page.evaluate: it must not use anything from outside itself.

/** Makes a key with the options a server sent, and answers it as a server takes it, or why there is none. */
export async function createKey(options) {
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
    const key = await navigator.credentials.create({ publicKey })
    return { key: key.toJSON() }
  } catch (error) {
    return { error: error.name }
  }
}
