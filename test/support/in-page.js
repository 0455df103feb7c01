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

/** Asks a key as createKey makes one. */
export async function askKey(options) {
  try {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
    const key = await navigator.credentials.get({ publicKey })
    return { key: key.toJSON() }
  } catch (error) {
    return { error: error.name }
  }
}

/** Asks the api as the page's own scripts do. */
export async function askApi({ query, input }) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables: { input } }),
  })
  return (await response.json()).data
}
