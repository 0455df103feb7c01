// What only a browser can do with an answer: ask a security key, or do the work of a robot check.

export function perform({ act }, options) {
  if (act === 'solve') return solve(options)
  return act === 'create' ? createKey(JSON.parse(options)) : askKey(JSON.parse(options))
}

async function createKey(options) {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options)
  return asText(await navigator.credentials.create({ publicKey }))
}

async function askKey(options) {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options)
  return asText(await navigator.credentials.get({ publicKey }))
}

const asText = (key) => JSON.stringify(key.toJSON())

// Digests are made elsewhere and awaited: many at a time keep that place busy.
const atOnce = 1024

/** Counts on until SHA-256 of the challenge, a dot and the counter begins with as many zero bits as asked. */
async function solve({ challenge, difficulty }) {
  const text = new TextEncoder()
  for (let from = 0; ; from += atOnce) {
    const answers = Array.from({ length: atOnce }, (_, index) => `${challenge}.${from + index}`)
    const digests = await Promise.all(answers.map((answer) => crypto.subtle.digest('SHA-256', text.encode(answer))))
    const found = digests.findIndex((digest) => Math.clz32(new DataView(digest).getUint32(0)) >= difficulty)
    if (found >= 0) return answers[found]
  }
}
