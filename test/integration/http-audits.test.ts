import { serverAudits } from 'graphql-http'
import { expect, test } from 'vitest'
import { openApi, openHouse } from '../support/api.ts'
import { openScene } from '../support/scene.ts'

const scene = await openScene()
const { port } = await openApi(scene)
const { slug } = await openHouse(scene)

const audits = serverAudits({
  url: `http://127.0.0.1:${port}/graphql`,
  fetchFn: (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('drempel-portal', slug)
    return fetch(url, { ...init, headers })
  },
})

test.each(audits.map(({ id, name, fn }) => [`${id} ${name}`, fn] as const))('%s', async (_name, audit) => {
  const result = await audit()
  expect(result.status === 'ok' ? '' : `${result.status}: ${result.reason}`).toBe('')
})
